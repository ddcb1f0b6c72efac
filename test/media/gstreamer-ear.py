# A camera that can be spoken through, made of GStreamer's ONVIF server, which shares no line with ours. What it hears it
# writes into a file, G.711 as it came. Prints its port, ends when its input ends. Arguments: law (PCMU | PCMA), file.
import sys
import threading

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer  # noqa: E402

law, file = sys.argv[1:3]
Gst.init(None)
server = GstRtspServer.RTSPOnvifServer.new()
server.set_address("127.0.0.1")
server.set_service("0")
payload = 0 if law == "PCMU" else 8
factory = GstRtspServer.RTSPOnvifMediaFactory.new()
factory.set_launch(
    "( videotestsrc is-live=true ! video/x-raw,width=160,height=90,framerate=5/1 "
    "! x264enc tune=zerolatency ! rtph264pay name=pay0 pt=96 )"
)
factory.set_backchannel_launch(
    f'( capsfilter caps="application/x-rtp, media=audio, payload={payload}, clock-rate=8000, encoding-name={law}" '
    f"name=depay_backchannel ! rtp{law.lower()}depay ! filesink location={file} async=false buffer-mode=unbuffered )"
)
factory.set_shared(False)
factory.set_media_gtype(GstRtspServer.RTSPOnvifMedia)
server.get_mount_points().add_factory("/eye", factory)

auth = GstRtspServer.RTSPAuth.new()
token = GstRtspServer.RTSPToken()
token.set_string("media.factory.role", "viewer")
factory.add_role_from_structure(
    Gst.Structure.new_from_string("viewer,media.factory.access=true,media.factory.construct=true")
)
auth.set_supported_methods(2)  # Digest
auth.add_digest("hub", "words", token)
server.set_auth(auth)

loop = GLib.MainLoop()
server.attach(None)
print(server.get_bound_port(), flush=True)


def end_with_input():
    sys.stdin.read()
    loop.quit()


threading.Thread(target=end_with_input, daemon=True).start()
loop.run()
