namespace DialIn.Tests.BigBlueButton.Endpoint;

/// <summary>The answer to <c>create</c> as BBB 2.7 prints it.</summary>
internal static class CreateDocument
{
    public static string Of(string meetingId, bool existed = false) =>
        $"""
        <response>
          <returncode>SUCCESS</returncode>
          <meetingID>{meetingId}</meetingID>
          <internalMeetingID>183f0bf3a0982a127bdb8161e0c44eb696b3e75c-1531240585189</internalMeetingID>
          <parentMeetingID>bbb-none</parentMeetingID>
          <attendeePW>ap</attendeePW>
          <moderatorPW>mp</moderatorPW>
          <createTime>1531240585189</createTime>
          <voiceBridge>70757</voiceBridge>
          <dialNumber>613-555-1234</dialNumber>
          <createDate>Tue Jul 10 16:36:25 UTC 2018</createDate>
          <hasUserJoined>false</hasUserJoined>
          <duration>0</duration>
          <hasBeenForciblyEnded>false</hasBeenForciblyEnded>
          <messageKey>{(existed ? "duplicateWarning" : "")}</messageKey>
          <message>{(existed ? "This conference was already in existence and may currently be in progress." : "")}</message>
        </response>
        """;
}
