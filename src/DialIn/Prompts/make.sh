#!/usr/bin/env bash
# Makes the built-in prompts from the texts: for each sentence in <language>/texts.json one <language>/<prompt>.wav, and
# hold-tone.wav. Only what changed is made again; `make.sh --all` makes everything.
#
#   apt-get install espeak-ng sox jq
#   src/DialIn/Prompts/make.sh
#
# <language>/made-from.txt keeps the SHA-256 of the text that each file was made from; a test compares. So whoever changes
# a text runs this script and commits both. The voice is espeak-ng's, slow and clear. An operator's own recordings are
# better: see PromptsOptions.
set -euo pipefail
cd "$(dirname "$0")"

words_per_minute=125   # espeak-ng's own is 175; this is the pace of a patient person
speech_level=-20       # dBFS, RMS of the parts in which somebody speaks: what telephone networks are built around
headroom=10            # dB, while levels are still being changed, so that nothing clips
voices='{ "de": "de", "en": "en-gb" }'

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
everything=${1:-}

# RMS of active speech, in dBFS: pauses longer than 50 ms do not count.
active_level() { sox "$1" -n silence 1 0.02 -45d -1 0.05 -45d stats 2>&1 | awk '/^RMS lev dB/ { print $4 }'; }
subtract() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a - b }'; }

speak() { # voice text file
    # PIN is a word, not three letters.
    sed 's/\bPIN\b/Pin/g' <<<"$2" | espeak-ng -v "$1" -s "$words_per_minute" -g 4 -w "$work/voice.wav" --stdin

    # Trim both ends, then the telephone band, so that the level is measured on what is heard.
    sox -R "$work/voice.wav" -e floating-point -b 32 "$work/band.wav" \
        silence 1 0.01 -45d reverse silence 1 0.01 -45d reverse \
        rate -v 16000 sinc -n 511 300-3400

    # Level with headroom; limit the highest peaks, as people do not speak as evenly as this voice; then the real level.
    sox -R "$work/band.wav" "$work/low.wav" gain "$(subtract "$((speech_level - headroom))" "$(active_level "$work/band.wav")")"
    sox -R "$work/low.wav" "$work/even.wav" compand 0.001,0.03 3:-80,-80,-26,-26,-10,-20 0 -90 0.001 gain "$((headroom - 1))"
    sox -R "$work/even.wav" "$work/level.wav" gain "$(subtract "$speech_level" "$(active_level "$work/even.wav")")"

    # Short fades, so that no prompt begins or ends with a click.
    sox -R "$work/level.wav" -b 16 -c 1 -e signed-integer "$3" fade q 0.01 0 0.03
}

for texts in */texts.json; do
    language=$(dirname "$texts")
    voice=$(jq -r --arg l "$language" '.[$l] // $l' <<<"$voices")
    : >"$work/made-from"
    while IFS=$'\t' read -r prompt text; do
        line="$(printf '%s' "$text" | sha256sum | cut -d' ' -f1)  $prompt"
        if [ "$everything" = --all ] || [ ! -f "$language/$prompt.wav" ] || ! grep -qxF "$line" "$language/made-from.txt" 2>/dev/null; then
            speak "$voice" "$text" "$language/$prompt.wav"
            echo "$language/$prompt.wav"
        fi
        echo "$line" >>"$work/made-from"
    done < <(jq -r 'to_entries[] | [.key, .value] | @tsv' "$texts")
    mv "$work/made-from" "$language/made-from.txt"
done

# Two soft notes with a rest after them, six seconds in all: says "you are not forgotten" and lets people talk meanwhile.
if [ "$everything" = --all ] || [ ! -f hold-tone.wav ]; then
    sox -R -n -r 16000 -b 32 -e floating-point "$work/low.wav" synth 1.6 sine 392 fade q 0.25 1.6 1.1 gain -27
    sox -R -n -r 16000 -b 32 -e floating-point "$work/high.wav" synth 1.8 sine 523.25 fade q 0.25 1.8 1.3 gain -27 pad 0.9
    sox -R -m -v 1 "$work/low.wav" -v 1 "$work/high.wav" -b 16 -c 1 -e signed-integer hold-tone.wav pad 0 3.3
    echo hold-tone.wav
fi
