import { $, begin, element, get, post } from "./page.js";
import { marked, readable, views } from "./marks.js";

const DIRECTIONS = ["PROMPT", "HISTORY", "TOOL_ARGUMENTS", "TOOL_RESULT", "ANSWER", "REASONING", "MEMORY"];
let policy = { roles: {} };

const chip = (treatment) => element("span", "chip " + treatment.toLowerCase().replace(/\(.*/, ""), treatment.toLowerCase());

function table() {
	const rules = policy.roles[$("shown").value] ?? {};
	const wanted = $("filter").value.trim().toLowerCase();
	const rows = Object.entries(rules).filter(([entity]) => readable(entity).includes(wanted)).map(([entity, directions]) => {
		const head = element("th", "", readable(entity));
		head.scope = "row";
		const treatments = DIRECTIONS.map((d) => directions[d]);
		if (new Set(treatments).size === 1) {
			const cell = element("td", "", chip(treatments[0]), " everywhere");
			cell.colSpan = DIRECTIONS.length;
			return element("tr", "", head, cell);
		}
		return element("tr", "", head, ...treatments.map((t) => element("td", "", chip(t))));
	});
	document.querySelector("#policy tbody").replaceChildren(...rows);
}

async function dryRun() {
	const text = $("text").value;
	const role = $("role").value;
	const body = { text, direction: $("direction").value, ...(role in policy.roles && !role.startsWith("(") ? { role } : {}) };
	try {
		const outcome = await (await post("/actuator/tacitpolicy", body)).json();
		if (outcome.blocked) {
			$("outcome").replaceChildren(element("p", "broken", `Blocked: ${outcome.entities.map(readable).join(", ")}. Nothing would go on.`));
			return;
		}
		const after = outcome.findings.map((f) => ({ ...f, start: f.outcomeStart, end: f.outcomeEnd }));
		$("outcome").replaceChildren(views(["Before", "", marked(text, outcome.findings)], ["What would go on", "model", marked(outcome.text, after)]));
	}
	catch (e) {
		$("outcome").replaceChildren(element("p", "error", e.message));
	}
}

$("dry").addEventListener("submit", (event) => { event.preventDefault(); dryRun(); });
$("choice").addEventListener("submit", (event) => event.preventDefault());
$("shown").addEventListener("change", table);
$("filter").addEventListener("input", table);
await begin();
policy = await get("/actuator/tacitpolicy");
$("version").textContent = policy.version;
for (const role of Object.keys(policy.roles)) {
	$("role").append(new Option(role, role));
	$("shown").append(new Option(role, role));
}
for (const direction of DIRECTIONS) $("direction").append(new Option(readable(direction), direction));
document.querySelector("#policy thead").append(element("tr", "", ...["value", ...DIRECTIONS.map(readable)].map((name) => { const th = element("th", "", name); th.scope = "col"; return th; })));
table();
