# A camera made of GStreamer's RTSP server, which shares no line with ours: several slices per picture, as many real
# cameras send them. Prints its port, ends when its input ends.
# Arguments: authentication (digest | basic | none), picture (constrained-baseline | high | h265), sound (none | pcmu |
# pcma | opus | aac), transport (any | udp: refuses TCP), port (0: any).
import sys
import threading

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402

authentication, picture, sound, transport, port = sys.argv[1:6]
Gst.init(None)
server = GstRtspServer.RTSPServer.new()
server.set_address("127.0.0.1")
server.set_service(port)
# The fastest preset leaves out all that makes a stream more than Baseline.
preset = "veryfast" if picture == "high" else "ultrafast"
h264 = (
    "x264enc tune=zerolatency key-int-max=15 bitrate=600 option-string=scenecut=0 sliced-threads=true threads=4 "
    f"speed-preset={preset} ! video/x-h264,profile={picture} ! rtph264pay name=pay0 pt=96 config-interval=-1"
)
h265 = (
    "x265enc tune=zerolatency key-int-max=15 bitrate=600 speed-preset=ultrafast option-string=bframes=0:scenecut=0 "
    "! h265parse ! rtph265pay name=pay0 pt=96 config-interval=-1"
)
microphones = {
    "none": "",
    "pcmu": "! audio/x-raw,rate=8000,channels=1 ! mulawenc ! rtppcmupay name=pay1 pt=0",
    "pcma": "! audio/x-raw,rate=8000,channels=1 ! alawenc ! rtppcmapay name=pay1 pt=8",
    "opus": "! audio/x-raw,rate=48000,channels=1 ! opusenc ! rtpopuspay name=pay1 pt=97",
    "aac": "! audio/x-raw,rate=16000,channels=1 ! voaacenc ! rtpmp4gpay name=pay1 pt=97",
}
# A tone that is found again: 440 Hz.
tone = "audiotestsrc is-live=true freq=440 volume=0.5 ! audioconvert "
hearing = tone + microphones[sound] if sound != "none" else ""
factory = GstRtspServer.RTSPMediaFactory.new()
factory.set_launch(
    "( videotestsrc is-live=true pattern=snow ! video/x-raw,format=I420,width=320,height=180,framerate=15/1 "
    f"! {h265 if picture == 'h265' else h264} {hearing} )"
)
factory.set_shared(True)
if transport == "udp":
    factory.set_protocols(GstRtsp.RTSPLowerTrans.UDP)
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
