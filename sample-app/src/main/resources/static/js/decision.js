import { $, begin, element, get, when, words } from "./page.js";
import { readable } from "./marks.js";

const id = new URLSearchParams(location.search).get("request") ?? "";

function fact(name, value) {
	if (value !== undefined && value !== null && value !== "") $("facts").append(element("dt", "", name), element("dd", "", String(value)));
}

function part(title, ...content) {
	$("parts").append(element("div", "part", element("h2", "", title), ...content));
}

const text = (value, className = "") => element("div", "view " + className, value);

function message(m) {
	const content = m.results ? m.results.map((r) => `${r.name}: ${r.result}`).join("\n") : m.text || (m.toolCalls ?? []).map((c) => `${c.name} ${c.arguments}`).join("\n");
	return element("div", "part", element("h3", "", m.role), text(content, "model"));
}

function show(records) {
	const opened = records.find((r) => r.record.phase === "INTENT");
	const closed = records.find((r) => r !== opened) ?? records[0];
	const facts = JSON.parse(closed.record.facts);
	fact("outcome", readable(closed.record.phase));
	fact("on behalf of", closed.actor ?? "erased");
	fact("when", when((opened ?? closed).record.timeMillis) + " UTC");
	if (opened && closed !== opened) fact("took", `${closed.record.timeMillis - opened.record.timeMillis} ms`);
	for (const [name, value] of Object.entries(facts)) fact(words(name), value);
	if (opened?.content) {
		part("What the model was given", ...opened.content.messages.map(message));
		if (opened.content.tools?.length) part("Tools it was offered", text(opened.content.tools.join(", ")));
	}
	const content = closed === opened ? undefined : closed.content;
	if (content?.reasoning) part("What it thought", element("div", "view trace", content.reasoning));
	if (content?.toolCalls?.length) part("What it called", text(content.toolCalls.map((c) => `${c.name} ${c.arguments}`).join("\n")));
	if (content?.answer) part("What it answered", text(content.answer));
	if (content?.findings?.length) part("What the policy did", text(content.findings.map((f) => `${f.count} × ${readable(f.entity)} in ${readable(f.direction)}: ${f.action.toLowerCase()}`).join("\n")));
	for (const { record } of [...records].reverse()) {
		document.querySelector("#records tbody").append(element("tr", "", element("td", "number", String(record.sequence)), element("td", "number", when(record.timeMillis)), element("td", "", readable(record.phase)),
			element("td", "hashes", record.previousHash.slice(0, 24) + "…"), element("td", "hashes", record.commitment.slice(0, 24) + "…")));
	}
}

const me = await begin();
$("export").href = `/api/ledger/export?disclose=${me.reasoning}&request=` + encodeURIComponent(id);
try {
	show((await get("/actuator/auditledger/" + encodeURIComponent(id))).records);
	$("state").textContent = "Opening this page is recorded.";
}
catch (e) {
	$("state").className = "error";
	$("state").textContent = e.message;
}
