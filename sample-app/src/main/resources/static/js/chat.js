import { $, begin, element, events, post } from "./page.js";
import { marked, readable, views } from "./marks.js";

const conversationId = Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
let running;
let me = { reasoning: false, chat: false };

function turn(message) {
	const article = element("article");
	const typed = element("div", "typed", element("h3", "", "What you typed"), element("div", "view", message));
	const trace = element("div", "trace");
	const summary = element("summary", "", "Thinking …");
	const details = element("details", "", summary, trace);
	const calls = element("ul", "calls");
	const answer = element("div", "answer");
	const facts = element("div", "facts");
	// A trace that may not be seen is not in the page at all.
	const thought = me.reasoning ? details : element("p", "withheld", "The reasoning trace is recorded, and not shown to your role.");
	details.open = true;
	article.append(typed, thought, calls, answer, facts);
	$("talk").append(article);
	return { message, article, typed, details, summary, trace, calls, answer, facts, tools: 0 };
}

const fact = (t, text, className = "") => t.facts.append(element("span", className, text));

const handlers = {
	seen: (t, d) => {
		const typed = d.marks.map((m) => ({ ...m, start: m.typedStart, end: m.typedEnd }));
		const saw = d.marks.length ? marked(d.text, d.marks) : "The same, word for word.";
		t.typed.replaceWith(views(["What you typed", "yours", marked(t.message, typed)], ["What the model saw", "model", saw]));
	},
	reasoning: (t, d) => t.trace.append(d.text),
	tool: (t, d) => {
		t.tools++;
		t.calls.append(element("li", "", `${d.name}(${d.argument}) → ${d.result}`));
	},
	answer: (t, d) => {
		if (!t.answer.textContent) {
			t.details.open = false;
			t.summary.textContent = "Reasoning";
		}
		t.answer.append(d.text);
	},
	error: (t, d) => t.answer.append(element("span", "error", d.detail ?? "The request failed.")),
	done: (t, d) => {
		t.summary.textContent = "Reasoning";
		// What stands in double brackets is a pseudonym, not a number.
		if (/\d/.test(t.answer.textContent.replaceAll(/\[\[.*?\]\]/g, "")) && !t.tools) fact(t, "No tool gave these numbers: the model wrote them itself.", "caution");
		if (d.finishReason === "length") fact(t, "cut off at the token limit", "caution");
		if (d.tokensPerSecond != null) fact(t, `${d.tokensPerSecond} tokens/s`);
		if (d.firstTokenMillis != null) fact(t, `first token after ${d.firstTokenMillis} ms`);
		for (const f of d.findings ?? []) if (f.direction !== "PROMPT") fact(t, `${readable(f.entity)} in ${readable(f.direction)}: ${f.action.toLowerCase()}`);
		if (d.auditId) fact(t, `recorded as ${d.auditId.slice(-8)}`);
		t.article.dataset.done = "true";
	},
};

async function ask(message) {
	$("examples").hidden = true;
	const t = turn(message);
	running = new AbortController();
	$("send").disabled = true;
	$("stop").hidden = false;
	t.article.scrollIntoView();
	try {
		const body = { message, conversationId, tools: $("tools").checked };
		await events(await post("/api/chat/stream", body, { signal: running.signal, headers: { Accept: "text/event-stream" } }), (name, data) => handlers[name]?.(t, data));
	}
	catch (e) {
		const stopped = e.name === "AbortError";
		t.article.dataset.stopped = String(stopped);
		t.summary.textContent = "Reasoning";
		if (stopped) fact(t, "stopped by you; what was written so far is recorded");
		else handlers.error(t, { detail: e instanceof TypeError ? "The connection was lost." : e.message });
	}
	finally {
		$("send").disabled = false;
		$("stop").hidden = true;
		$("message").focus();
	}
}

$("ask").addEventListener("submit", (event) => {
	event.preventDefault();
	const message = $("message").value.trim();
	if (message && !$("send").disabled) { $("message").value = ""; ask(message); }
});
$("message").addEventListener("keydown", (event) => {
	if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); $("ask").requestSubmit(); }
	if (event.key === "Escape") running?.abort();
});
$("stop").addEventListener("click", () => running?.abort());
for (const example of document.querySelectorAll(".example")) example.addEventListener("click", () => ask(example.textContent));
me = await begin();
$("message").focus();
