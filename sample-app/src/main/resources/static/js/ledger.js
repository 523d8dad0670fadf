import { $, begin, element, events, get, post, request, when, words } from "./page.js";

const PHASES = "COMPLETED FAILED CANCELLED DENIED ABANDONED INTENT READ EXPORTED EVENT STARTED STOPPED MODEL_LOADED CONFIG_CHANGED REVIEWED ERASED HELD RELEASED PRUNED KEY_ROTATED GAP CLOCK_ANOMALY EPOCH MIGRATED".split(" ");
const DECISIONS = new Set("INTENT COMPLETED FAILED CANCELLED DENIED ABANDONED".split(" "));
let before;

function row(record) {
	const facts = JSON.parse(record.facts);
	const shown = ["finishReason", "promptTokens", "completionTokens", "findings", "reason", "error", "type", "what", "count"].filter((name) => name in facts).map((name) => `${words(name)} ${facts[name]}`).join(" · ");
	const link = element("a", "", record.requestId.slice(-8));
	link.href = "decision.html?request=" + encodeURIComponent(record.requestId);
	const line = element("tr", "", element("td", "number", String(record.sequence)), element("td", "number", when(record.timeMillis)), element("td", "", record.phase.toLowerCase().replaceAll("_", " ")),
		element("td", "", shown), element("td", "hashes", DECISIONS.has(record.phase) ? link : ""));
	line.dataset.sequence = record.sequence;
	return line;
}

async function search(more) {
	const body = document.querySelector("#records tbody");
	if (!more) { body.replaceChildren(); before = undefined; }
	const query = new URLSearchParams({ limit: "25" });
	if ($("phase").value) query.set("phase", $("phase").value);
	if ($("actor").value.trim()) query.set("actor", $("actor").value.trim());
	if ($("from").value) query.set("from", Date.parse($("from").value));
	if ($("to").value) query.set("to", Date.parse($("to").value) + 86400000);
	if (before !== undefined) query.set("before", before);
	const page = await get("/actuator/auditledger?" + query);
	body.append(...page.records.map(row));
	if (!body.children.length) body.append(element("tr", "", element("td", "", "Nothing matches.")));
	before = page.before;
	$("older").hidden = page.records.length < 25;
	if (!more && page.records.length) $("sequence").value = page.records[0].sequence;
}

function verdict(place, found) {
	place.className = "verdict " + (found.report.valid ? "valid" : "broken");
	place.textContent = found.sentence;
}

function say(place, error) {
	place.className = "verdict error";
	place.textContent = error.message;
}

$("verify").addEventListener("click", async () => {
	$("verify").disabled = true;
	$("verdict").textContent = "";
	$("progress").value = 0;
	try {
		await events(await request("/api/ledger/verification"), (name, data) => {
			if (name === "progress") { $("progress").max = data.total; $("progress").value = data.checked; }
			if (name === "report") { $("progress").value = $("progress").max; verdict($("verdict"), data); }
		});
	}
	catch (e) { say($("verdict"), e); }
	finally { $("verify").disabled = false; }
});

$("export").addEventListener("submit", async (event) => {
	event.preventDefault();
	try {
		const blob = await (await request("/api/ledger/export?disclose=" + $("disclose").checked)).blob();
		const link = element("a");
		link.href = URL.createObjectURL(blob);
		link.download = "evidence.zip";
		link.click();
		URL.revokeObjectURL(link.href);
		$("exported").className = "verdict valid";
		$("exported").textContent = `evidence.zip, ${Math.ceil(blob.size / 1024)} KB. The export is recorded.`;
	}
	catch (e) { say($("exported"), e); }
});

$("tamper").addEventListener("submit", async (event) => {
	event.preventDefault();
	$("tampered").className = "verdict";
	$("tampered").textContent = "Copying, altering, verifying …";
	document.querySelectorAll("tr.named").forEach((line) => line.classList.remove("named"));
	try {
		const found = await (await post("/api/ledger/tampering", { sequence: Number($("sequence").value), tampering: $("tampering").value })).json();
		verdict($("tampered"), found);
		document.querySelector(`tr[data-sequence="${found.report.brokenSequence}"]`)?.classList.add("named");
	}
	catch (e) { say($("tampered"), e); }
});

$("search").addEventListener("submit", (event) => { event.preventDefault(); search(false); });
$("older").addEventListener("click", () => search(true));
for (const phase of PHASES) $("phase").append(new Option(phase.toLowerCase().replaceAll("_", " "), phase));
$("phase").value = "COMPLETED";
await begin();
await search(false);
