#!/usr/bin/env bash
# Builds docker/Dockerfile with no container daemon and no image registry, runs the image by its own words and asks it
# for what a household would. The base image is a stand-in: packages of Debian bookworm and this workspace's Node,
# under the base image's own name. Exit 0: verified. 77: not verified, for the reason it gives. Else: the image is wrong.
# With --when-told what was built is run when a line comes in: until then the machine may be busy with something else.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH=$PWD/node_modules/.bin:$PATH # the Node that the workspace brings

say() { echo "verify: $* (after $SECONDS s)"; }
fail() { echo "verify: $*" >&2; exit 1; }
skip() { echo "verify: $*: docker/Dockerfile is NOT verified" >&2; exit 77; }

for tool in buildah mmdebstrap curl unshare node npm; do
  command -v "$tool" >/dev/null || skip "$tool is missing"
done
[ "$(id -u)" = 0 ] || skip 'only root can build it here'
unshare --pid --fork --mount-proc true 2>/dev/null || skip 'this machine gives no namespaces'

work=$(mktemp -d)
# Groups of what runs now.
job=''
hub_job=''
mkdir "$work/images"
buildah=(buildah --root "$work/images/store" --runroot "$work/images/run" --storage-driver vfs)
export BUILDAH_ISOLATION=chroot TMPDIR=$work/images

# Of what runs in a process namespace of its own, nothing is left when its first process ends.
alone=(unshare --pid --fork --mount-proc --kill-child)
# Runs a command for so many seconds at most, in a group that the end of this script ends too.
bounded() {
  local code=0
  timeout --kill-after=5 "$1" "${alone[@]}" "${@:2}" &
  job=$!
  wait "$job" || code=$?
  job=''
  return "$code"
}
b() { bounded 300 "${buildah[@]}" "$@"; }
cleanup() {
  {
    for group in $job $hub_job; do kill -KILL -- "-$group" || true; done
    wait || true
  } 2>/dev/null
  rm -rf --one-file-system "$work"
}
trap cleanup EXIT
trap 'echo "verify: line $LINENO failed" >&2' ERR
trap 'exit 143' TERM
trap 'exit 130' INT

# --- the base image's stand-in ---
base=$(awk '/^FROM/ { print $2; exit }' docker/Dockerfile)
major=$(node -p 'process.versions.node.split(".")[0]')
[[ $base == "node:$major-bookworm-slim" ]] || fail "$base, but the workspace runs Node $major"

# Where this system gets its packages, if it is of the same release; else where mmdebstrap does.
sources=()
for file in /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list; do
  if grep -qs bookworm "$file"; then sources=("$file") && break; fi
done
c=$(b from scratch)
root=$(b mount "$c")
# What the Dockerfile's commands call, unpacked and not set up: a tenth of the time.
bounded 600 mmdebstrap --quiet --mode=root --variant=extract --include=base-files,bash,coreutils,dash,findutils,libstdc++6,sed \
  bookworm "$root" "${sources[@]}" >"$work/base.log" 2>&1 ||
  { cat "$work/base.log" >&2; fail 'the base system cannot be made'; }
printf '%s\n' root:x:0:0::/root:/bin/sh node:x:1000:1000::/home/node:/bin/sh >"$root/etc/passwd"
printf '%s\n' root:x:0: node:x:1000: >"$root/etc/group"
install -d -o 1000 -g 1000 "$root/home/node"
mkdir -p "$root/usr/local/bin" "$root/usr/local/lib/node_modules"
npm=$(npm root -g)/npm
[ -f "$npm/package.json" ] || npm=$(dirname "$(dirname "$(readlink -f "$(command -v npm)")")")
cp "$(node -p 'fs.realpathSync(process.execPath)')" "$root/usr/local/bin/node"
cp -RL "$npm" "$root/usr/local/lib/node_modules/npm"
for name in npm npx; do
  chmod +x "$root/usr/local/lib/node_modules/npm/bin/$name-cli.js"
  ln -s "../lib/node_modules/npm/bin/$name-cli.js" "$root/usr/local/bin/$name"
done
if [ -n "${NODE_EXTRA_CA_CERTS:-}" ]; then # a network that checks TLS with its own authority
  cp "$NODE_EXTRA_CA_CERTS" "$root/etc/extra-ca.crt"
  b config --env NODE_EXTRA_CA_CERTS=/etc/extra-ca.crt "$c"
fi
b umount "$c" >/dev/null
b config --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$c"
b commit -q --rm "$c" "docker.io/library/$base" >/dev/null
say "base $base made"

# --- the image, and what it says of itself ---
# Docker's own format: the other one has no place for the health check.
bounded 2400 "${buildah[@]}" bud --pull-never --network host --format docker -f docker/Dockerfile -t portico:verify . \
  >"$work/build.log" 2>&1 || { cat "$work/build.log" >&2; fail 'the image cannot be built'; }
c=$(b from --pull-never localhost/portico:verify)
root=$(b mount "$c")
app=$root/app
size=$(du -sm "$app" | cut -f1)
say "image built: $size MB beside its base"
[ "$size" -lt 100 ] || fail "$size MB of program: something has come in that does not belong there"
[ -z "$(find "$app" -name 'node-linux-*' -print -quit)" ] || fail 'a second Node is in the image'
[ "$(stat -c '%u %a' "$root/data")" = '1000 700' ] || fail '/data does not belong to the user node alone'

told() { b inspect --format "{{range .Docker.Config.$1}}{{println .}}{{end}}" "$c" | sed '/^$/d'; }
mapfile -t command < <(told Entrypoint && told Cmd)
mapfile -t health < <(told Healthcheck.Test)
signal=$(b inspect --format '{{.Docker.Config.StopSignal}}' "$c")
[ "${health[0]:-}" = CMD ] || fail 'the image has no health check'
# Another port than the image's own, which may be taken here: said to the hub, and put into the health check.
port=$(node -e 'const s = net.createServer().listen(0, () => { console.log(s.address().port); s.close() })')
command+=(--port "$port")
health=("${health[@]:1}")
house=http://127.0.0.1:$port

# --- running it ---
[ "${1:-}" != --when-told ] || read -r _ || fail 'nobody told it to go on'
# The hub's own process, by its exact words behind the path of Node.
hub_pid() {
  local each words
  for each in /proc/[0-9]*; do
    words=$(tr '\0' ' ' 2>/dev/null <"$each/cmdline") || continue
    [[ ${words%% *} == */"${command[0]}" && ${words#* } == "${command[*]:1} " ]] && echo "${each#/proc/}" && return
  done
  return 1
}
start() {
  timeout --kill-after=5 120 "${alone[@]}" "${buildah[@]}" run "$c" -- "${command[@]}" >"$work/hub.log" 2>&1 &
  hub_job=$!
  for _ in $(seq 150); do
    kill -0 "$hub_job" 2>/dev/null || break
    if curl -fs --max-time 2 "$house/readyz" >"$work/ready" 2>/dev/null; then
      pid=$(hub_pid) || hub_fails 'it serves, but its process is not found'
      return
    fi
    sleep 0.2
  done
  hub_fails 'it does not become ready'
}
hub_fails() {
  cat "$work/hub.log" >&2
  fail "$*"
}
stop() {
  local began=$EPOCHREALTIME code=0
  kill -s "$signal" "$pid"
  for _ in $(seq 100); do
    [ -d "/proc/$pid" ] || break
    sleep 0.1
  done
  [ ! -d "/proc/$pid" ] || hub_fails "$signal does not end it within 10 s"
  wait "$hub_job" || code=$?
  hub_job=''
  [ "$code" = 0 ] || hub_fails "$signal ends it with exit code $code"
  say "$signal ended it with exit code 0 in $(((${EPOCHREALTIME/./} - ${began/./}) / 1000)) ms"
}
healthy() { b run "$c" -- "${health[@]//8080/$port}"; }
still() {
  # A camera that has only just come may not have sent a whole picture yet: 503, and worth another try.
  curl -fsS --retry 5 --retry-delay 1 --max-time 10 -H "authorization: Bearer $token" "$house/api/v1/cameras/porch/still" -o "$work/still" ||
    hub_fails 'the camera gives no still'
  [ "$(head -c 3 "$work/still" | od -An -tx1)" = ' ff d8 ff' ] || hub_fails 'the still is no JPEG'
  local bytes
  bytes=$(stat -c %s "$work/still")
  ((bytes > 2000 && bytes < 2000000)) || hub_fails "a still of $bytes bytes"
  say "a still of $bytes bytes"
}

start
say "ready: $(cat "$work/ready")"
users=$(awk '/^Uid:/ { print $2, $3, $4, $5 }' "/proc/$pid/status")
[ "$users" = '1000 1000 1000 1000' ] || hub_fails "it runs as user $users"
[ "$(curl -fsS --max-time 5 "$house/healthz")" = '{"ok":true}' ] || hub_fails '/healthz does not say ok'
healthy || hub_fails 'its health check fails'
script=$(curl -fsS --max-time 5 "$house/" | sed -n 's/.*src="\(\/assets\/[^"]*\)".*/\1/p')
[ -n "$script" ] && curl -fsS --max-time 5 -o "$work/script" "$house$script" || hub_fails 'it serves no pages'
# Only who listens on every address hears this one; and by a foreign name nobody is answered.
curl -fsS --max-time 5 -o "$work/wide" -H "host: 127.0.0.1:$port" "http://127.0.0.2:$port/healthz" ||
  hub_fails 'it does not listen on every address'
! curl -fs --max-time 5 -o "$work/foreign" -H 'host: evil.example' "$house/healthz" ||
  hub_fails 'it answers to a foreign name'
token=$(b run "$c" -- portico token create verify --scope camera) || hub_fails 'it makes no token'
still
stop
! healthy 2>/dev/null || fail 'the health check of a hub that is gone passes'

start
still # by the token of its first life
stop
say 'the image is verified'
