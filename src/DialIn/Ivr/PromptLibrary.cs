using DialIn.Media.Audio;
using DialIn.Media.Codecs;

namespace DialIn.Ivr;

/// <summary>
/// All prompts in all languages of the called numbers, each encoded once, as the first call needs it: a call only points at them.
/// Shared by all calls. Thread-safe.
/// </summary>
internal sealed class PromptLibrary
{
    // Recordings begin and end with speech; a breath around each makes them sentences. It also saves the first syllable, which
    // would be lost while the carrier switches the call through, or to the tone of the key that the caller still presses; and the
    // last one before a BYE, which is still on its way or in the telephone's jitter buffer when the BYE arrives.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    // Several codecs share a sample rate: resampling takes longer than encoding.
    private readonly Dictionary<(Prompt Prompt, int SampleRate), Lazy<IReadOnlyDictionary<AudioCodec, EncodedAudio>>> _audio = [];
    private readonly Dictionary<AudioCodec, EncodedAudio> _pauses;

    private PromptLibrary(IReadOnlyDictionary<Prompt, PcmClip> clips, IReadOnlyDictionary<Prompt, string> borrowed)
    {
        Borrowed = borrowed;
        foreach (var (prompt, clip) in clips)
        {
            foreach (var codecs in AudioCodec.All.GroupBy(static codec => codec.SampleRate))
            {
                _audio.Add((prompt, codecs.Key), new(() => Encode(clip, codecs)));
            }
        }

        _pauses = AudioCodec.All.ToDictionary(static codec => codec, static codec =>
            EncodedAudio.Encode(new PcmClip(codec.SampleRate, new short[(int)(codec.SampleRate * Pause.TotalSeconds)]), codec));
    }

    /// <summary>Prompts that another language has to say, as the language's mapping allows, and which one.</summary>
    public IReadOnlyDictionary<Prompt, string> Borrowed { get; }

    /// <summary>Reads every prompt in every language. The operator's file goes before the built-in one, file by file; see <see cref="PromptSources"/>.</summary>
    /// <param name="builtInFolder">The folder that comes with the program, see <see cref="PromptFiles.BuiltInFolder"/>.</param>
    /// <param name="ownFolder">The operator's folder, laid out in the same way; <see langword="null"/> if there is none.</param>
    /// <param name="languages">The languages that calls need.</param>
    /// <exception cref="PromptsException">A prompt is missing, or a file is no sound we can read. All faults are named at once.</exception>
    public static PromptLibrary Load(string builtInFolder, string? ownFolder, IEnumerable<string> languages)
    {
        var faults = new List<string>();
        if (ownFolder is not null && !Directory.Exists(ownFolder))
        {
            faults.Add($"The folder of prompts {ownFolder} does not exist.");
        }

        var sources = new PromptSources(builtInFolder, ownFolder);
        var clips = new Dictionary<Prompt, PcmClip>();
        var borrowed = new Dictionary<Prompt, string>();
        foreach (var prompt in languages.Distinct(StringComparer.Ordinal).SelectMany(AllIn).Distinct())
        {
            if (sources.Find(prompt) is not { Files.Count: > 0 } source)
            {
                continue;
            }

            var parts = source.Files.Select(file => Read(file, faults)).ToList();
            if (!parts.Contains(null))
            {
                clips.Add(prompt, SoundFile.Join(parts!));
            }

            if (source.Language != prompt.Language)
            {
                borrowed.Add(prompt, source.Language);
            }
        }

        faults.AddRange(sources.Faults);
        if (faults.Count > 0)
        {
            throw new PromptsException(faults);
        }

        var library = new PromptLibrary(clips, borrowed);

        // What each caller hears first. All in all would take the start seconds, and most of it is seldom said.
        Parallel.ForEach(library._audio.Where(static audio => audio.Key.Prompt.Id == PromptId.Welcome), static audio => _ = audio.Value.Value);
        return library;
    }

    /// <summary>The sound of some prompts, one after the other, with a short pause before and after each sentence.</summary>
    /// <param name="prompts">What to say.</param>
    /// <param name="codec">The codec of the leg that will hear it.</param>
    /// <exception cref="KeyNotFoundException">The library was loaded without the language.</exception>
    public IReadOnlyList<EncodedAudio> Sequence(IReadOnlyList<Prompt> prompts, AudioCodec codec)
    {
        var clips = new List<EncodedAudio>((prompts.Count * 2) + 1);
        foreach (var prompt in prompts)
        {
            if (PromptFiles.IsSpoken(prompt.Id))
            {
                clips.Add(_pauses[codec]);
            }

            clips.Add(_audio[(Key(prompt), codec.SampleRate)].Value[codec]);
        }

        if (prompts is [.., var last] && PromptFiles.IsSpoken(last.Id))
        {
            clips.Add(_pauses[codec]);
        }

        return clips;
    }

    private static IEnumerable<Prompt> AllIn(string language) => Enum.GetValues<PromptId>().Select(id => Key(new Prompt(id, language)));

    private static Prompt Key(Prompt prompt) => PromptFiles.IsSpoken(prompt.Id) ? prompt : prompt with { Language = "" };

    private static PcmClip? Read(string file, List<string> faults)
    {
        try
        {
            return SoundFile.Read(file);
        }
        catch (Exception fault) when (fault is WavFormatException or IOException or UnauthorizedAccessException)
        {
            faults.Add(fault.Message);
            return null;
        }
    }

    private static Dictionary<AudioCodec, EncodedAudio> Encode(PcmClip recording, IGrouping<int, AudioCodec> codecs)
    {
        var clip = Resampler.To(recording, codecs.Key);
        return codecs.ToDictionary(static codec => codec, codec => EncodedAudio.Encode(clip, codec));
    }
}
