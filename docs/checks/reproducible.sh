#!/usr/bin/env bash
# Builds the present commit in two folders and compares what came out, byte by byte.
# Usage: docs/checks/reproducible.sh [arguments for Maven, such as -o]
set -euo pipefail
cd "$(dirname "$0")/../.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

for build in one another; do
	git clone --quiet --no-hardlinks . "$folder/$build"
	(
		cd "$folder/$build"
		./mvnw -B -q -DskipTests "$@" package
		find . -path '*/target/*' \( -name '*.jar' -o -name 'bom.json' \) -print0 | sort -z | xargs -0 sha256sum
	) >"$folder/$build.sums"
done

if ! diff "$folder/one.sums" "$folder/another.sums"; then
	echo "FAILED: these differ"
	exit 1
fi
cat "$folder/one.sums"
echo "PASSED: $(wc -l <"$folder/one.sums") artifacts are the same in both builds"
