using System.Runtime.Versioning;

// sipp, baresip and kamailio are tried where operators run the service.
[assembly: SupportedOSPlatform("linux")]

// These tests wait for telephones far more than they compute: more of them at once than there are processors.
[assembly: CollectionBehavior(MaxParallelThreads = 6)]
