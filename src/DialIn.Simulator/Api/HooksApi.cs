using System.Xml.Linq;
using DialIn.Simulator.Hooks;

namespace DialIn.Simulator.Api;

/// <summary>The calls of bbb-webhooks: <c>hooks/create</c>, <c>hooks/list</c>, <c>hooks/destroy</c>.</summary>
internal sealed class HooksApi(HookBook hooks, BbbVersion version)
{
    private const int Sha1Digits = 40;

    /// <summary>Answers a call whose checksum holds; null when it is none of these.</summary>
    public XElement? Handle(ApiCall call)
    {
        if (!call.Name.StartsWith("hooks/", StringComparison.Ordinal))
        {
            return null;
        }

        // Webhooks 2.x know SHA-1 and nothing else.
        if (version != BbbVersion.V30 && call["checksum"]?.Length != Sha1Digits)
        {
            return MeetingXml.Failed(ApiFault.Checksum);
        }

        return call.Name switch
        {
            "hooks/create" => Create(call),
            "hooks/list" => MeetingXml.Success(new XElement("hooks", hooks.Hooks.Select(Describe))),
            "hooks/destroy" => call["hookID"] is { } id && hooks.Remove(id)
                ? MeetingXml.Success(new XElement("removed", true))
                : MeetingXml.Failed(new ApiFault("destroyMissingHook", "The hook informed was not found.")),
            _ => MeetingXml.Failed(ApiFault.Unsupported),
        };
    }

    private static XElement Describe(Hook hook) => new(
        "hook",
        new XElement("hookID", hook.Id),
        new XElement("callbackURL", new XCData(hook.CallbackUrl)),
        hook.Events.Count > 0 ? new XElement("eventID", string.Join(',', hook.Events)) : null,
        new XElement("permanentHook", false),
        new XElement("rawData", false));

    private XElement Create(ApiCall call)
    {
        if (call["callbackURL"] is not { } callback)
        {
            return MeetingXml.Failed(new ApiFault("missingParamCallbackURL", "You must specify a callbackURL in the parameters."));
        }

        var (hook, existed) = hooks.Add(callback, call["eventID"]?.Split(',') ?? []);
        return existed
            ? MeetingXml.Success(new XElement("hookID", hook.Id), new XElement("messageKey", "duplicateWarning"), new XElement("message", "There is already a hook for this callback URL."))
            : MeetingXml.Success(new XElement("hookID", hook.Id), new XElement("permanentHook", false), new XElement("rawData", false));
    }
}
