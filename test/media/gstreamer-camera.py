# A camera made of GStreamer's RTSP server, which shares no line with ours: several slices per picture, as many real
# cameras send them. Prints its port, ends when its input ends.
# Arguments: authentication (digest | basic | none), profile (constrained-baseline | high), port (0: any).
import sys
import threading

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402

authentication, profile, port = sys.argv[1:4]
Gst.init(None)
server = GstRtspServer.RTSPServer.new()
server.set_address("127.0.0.1")
server.set_service(port)
# The fastest preset leaves out all that makes a stream more than Baseline.
preset = "veryfast" if profile == "high" else "ultrafast"
factory = GstRtspServer.RTSPMediaFactory.new()
factory.set_launch(
    "( videotestsrc is-live=true pattern=snow ! video/x-raw,width=320,height=180,framerate=15/1 "
    "! x264enc tune=zerolatency key-int-max=15 bitrate=600 option-string=scenecut=0 sliced-threads=true threads=4 "
    f"speed-preset={preset} "
    f"! video/x-h264,profile={profile} ! rtph264pay name=pay0 pt=96 config-interval=-1 )"
)
factory.set_shared(True)
server.get_mount_points().add_factory("/eye", factory)

if authentication != "none":
    auth = GstRtspServer.RTSPAuth.new()
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", "viewer")
    role = Gst.Structure.new_from_string("viewer,media.factory.access=true,media.factory.construct=true")
    factory.add_role_from_structure(role)
    if authentication == "digest":
        auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
        auth.add_digest("hub", "pictures", token)
    else:
        auth.add_basic(GstRtspServer.RTSPAuth.make_basic("hub", "pictures"), token)
    server.set_auth(auth)

loop = GLib.MainLoop()
server.attach(None)
print(server.get_bound_port(), flush=True)


def end_with_input():
    sys.stdin.read()
    loop.quit()


threading.Thread(target=end_with_input, daemon=True).start()
loop.run()
