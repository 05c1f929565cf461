'use strict'

// A front end made with bigbluebutton-js: node front-end.js URL SECRET. Prints what it was told as one line of JSON.
const bbb = require('bigbluebutton-js')

async function main([url, secret]) {
  const { administration, monitoring } = bbb.api(url, secret)
  const create = () =>
    administration.create('Erika + Jürgen (Team)!', 'room-1', {
      attendeePW: 'ap',
      moderatorPW: 'mp',
      welcome: '<br>Welcome to <b>%%CONFNAME%%</b>!',
      moderatorOnlyMessage: 'Invite others: https://example.org/?a=1&b=2',
      voiceBridge: '70066',
    })
  const told = {}
  told.created = await bbb.http(create())
  told.again = await bbb.http(create())
  told.moderator = await bbb.http(administration.join('Erika', 'room-1', 'mp', { redirect: false }))
  told.viewer = await bbb.http(administration.join('Max', 'room-1', 'ap', { redirect: false }))
  told.running = await bbb.http(monitoring.isMeetingRunning('room-1'))
  told.meetings = await bbb.http(monitoring.getMeetings())
  told.info = await bbb.http(monitoring.getMeetingInfo('room-1'))
  told.unknown = await bbb.http(monitoring.getMeetingInfo('room-2'))
  told.wrongSecret = await bbb.http(bbb.api(url, 'wrong').monitoring.getMeetings())
  console.log(JSON.stringify(told))
}

main(process.argv.slice(2)).catch((fault) => {
  console.error(fault.message)
  process.exitCode = 1
})
