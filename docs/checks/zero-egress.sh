#!/usr/bin/env bash
# Starts the packaged sample application where there is no route to anywhere, watches every
# socket call of it, asks it a question, and says which addresses it named.
# Usage, as root on Linux with unshare, ip, strace and curl: docs/checks/zero-egress.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
if [ "${1:-}" != inside ]; then
	exec unshare --net --mount -- "$0" inside
fi

jar=$(ls sample-app/target/tacit-sample-app-*.jar)
folder=$(mktemp -d)
port=8099
trap 'kill "$watched" 2>/dev/null || true; wait "$watched" 2>/dev/null || true; rm -rf "$folder"' EXIT

ip link set lo up
# Whoever looks a name up is told apart by what it asks.
echo 'nameserver 127.0.0.1' >"$folder/resolv.conf"
mount --bind "$folder/resolv.conf" /etc/resolv.conf
echo "interfaces: $(ip -o link show up | awk -F': ' '{print $2}' | paste -sd' ')"
echo "routes to elsewhere: $(ip route show table main | wc -l)"

strace --follow-forks --seccomp-bpf --quiet=all --string-limit=80 --trace=socket,connect,bind,sendto,sendmsg,sendmmsg --output="$folder/sockets" \
	java -jar "$jar" --server.address=127.0.0.1 --server.port=$port \
	--spring.datasource.url="jdbc:h2:file:$folder/sample" --tacit.audit.datasource.url="jdbc:h2:file:$folder/ledger" \
	--tacit.audit.key-file="$folder/keys" --tacit.model.cache-directory="$folder/cache" >"$folder/console" 2>&1 &
watched=$!
for _ in $(seq 240); do
	grep -q 'Started SampleApplication' "$folder/console" && break
	kill -0 "$watched" || { cat "$folder/console"; exit 1; }
	sleep 0.5
done

ask() {
	curl --silent --show-error --fail --user "$1:$1" --header 'Content-Type: application/json' "http://127.0.0.1:$port$2" "${@:3}"
}
answer=$(ask clinician /api/chat --data '{"message":"A patient weighs 64 kg. The order is 15 mg/kg. What is the total dose?"}' | grep -o '"answer":"[^"]*"')
tool=$(ask billing /api/chat/stream --data '{"tools":true,"message":"Use account_balance with account ACC-1002."}' | grep -o '"name":"account_balance"')
ledger=$(ask auditor /actuator/auditverify | grep -o '"valid":[a-z]*')
echo "chat: $answer"
echo "tool: $tool"
echo "ledger: $ledger"

kill "$(pgrep --parent "$watched" java)"
wait "$watched" || true

echo "socket calls seen: $(wc -l <"$folder/sockets")"
echo "kinds of socket: $(grep -oE 'socket\((AF_[A-Z0-9]+)' "$folder/sockets" | sort | uniq -c | sed 's/ *\([0-9]*\) socket(/\1 /' | paste -sd, | sed 's/,/, /g')"
addresses=$(grep -E '^[0-9]+ +(connect|bind|sendto|sendmsg|sendmmsg)' "$folder/sockets" | grep -oE 'inet_addr\("[^"]*"\)|inet_pton\(AF_INET6, "[^"]*"|sun_path=@?"[^"]*"' | sort | uniq -c || true)
echo "addresses named:"
echo "${addresses:-  none}"
if echo "$addresses" | grep -vE 'inet_addr\("127\.|AF_INET6, "(::1|::ffff:127\.[0-9.]+)"|sun_path=' | grep -q .; then
	echo "FAILED: an address outside this machine was named"
	exit 1
fi
if grep -q 'htons(53)' "$folder/sockets"; then
	echo "FAILED: a name server was asked"
	grep -E 'sendto|sendmmsg' "$folder/sockets" || true
	exit 1
fi
echo "PASSED: loopback and local files only"
