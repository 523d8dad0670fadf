const $ = (id) => document.getElementById(id);
const conversationId = crypto.randomUUID ? crypto.randomUUID() : String(Date.now());
let running;
let me = { reasoning: false, chat: false };

const cookie = (name) => document.cookie.split("; ").find((c) => c.startsWith(name + "="))?.split("=")[1] ?? "";
const element = (tag, className, text) => {
	const e = document.createElement(tag);
	if (className) e.className = className;
	if (text) e.textContent = text;
	return e;
};

async function whoAmI() {
	me = await (await fetch("/api/me")).json();
	$("who").textContent = me.name + (me.chat ? "" : " (may not chat)");
	$("send").disabled = !me.chat;
}

function turn(message) {
	const article = element("article");
	article.append(element("div", "asked", message));
	const details = element("details");
	const summary = element("summary", "", "Thinking …");
	const trace = element("div", "trace");
	details.append(summary, trace);
	const answer = element("div", "answer");
	const facts = element("div", "facts");
	article.append(details, answer, facts);
	$("talk").append(article);
	details.open = me.reasoning;
	if (!me.reasoning) summary.textContent = "The reasoning trace is recorded, and not shown to your role.";
	return { article, details, summary, trace, answer, facts, tools: 0 };
}

const handlers = {
	reasoning: (t, d) => t.trace.append(d.text),
	answer: (t, d) => {
		if (t.details.open && !t.answer.textContent) { t.details.open = false; t.summary.textContent = "Reasoning"; }
		t.answer.append(d.text);
	},
	tool: (t, d) => { t.tools++; t.facts.append(element("span", "tag", `${d.name}(${d.argument})`)); },
	error: (t, d) => { t.answer.append(element("span", "error", d.detail ?? "The request failed.")); },
	done: (t, d) => {
		if (me.reasoning) t.summary.textContent = "Reasoning";
		for (const f of d.findings ?? []) t.facts.append(element("span", "tag", `${f.entity.toLowerCase().replaceAll("_", " ")}: ${f.action.toLowerCase()}`));
		if (/\d/.test(t.answer.textContent) && !t.tools) t.facts.append(element("span", "", "computed by the model, not by a tool"));
		if (d.tokensPerSecond != null) t.facts.append(element("span", "", `${d.tokensPerSecond} tokens/s`));
		if (d.firstTokenMillis != null) t.facts.append(element("span", "", `first token after ${d.firstTokenMillis} ms`));
		if (d.auditId) t.facts.append(element("span", "", `recorded as ${d.auditId.slice(0, 8)}`));
		t.article.dataset.done = "true";
	},
};

async function ask(message) {
	const t = turn(message);
	running = new AbortController();
	$("send").disabled = true;
	$("stop").hidden = false;
	try {
		const response = await fetch("/api/chat/stream", {
			method: "POST",
			signal: running.signal,
			headers: { "Content-Type": "application/json", Accept: "text/event-stream", "X-XSRF-TOKEN": decodeURIComponent(cookie("XSRF-TOKEN")) },
			body: JSON.stringify({ message, conversationId, tools: $("tools").checked }),
		});
		if (!response.ok) {
			handlers.error(t, response.headers.get("content-type")?.includes("json") ? await response.json() : {});
			return;
		}
		await read(response.body, (name, data) => handlers[name]?.(t, data));
	}
	catch (e) {
		handlers.error(t, { detail: e.name === "AbortError" ? "Stopped." : "The connection was lost." });
	}
	finally {
		$("send").disabled = false;
		$("stop").hidden = true;
		$("message").focus();
	}
}

async function read(body, emit) {
	const reader = body.pipeThrough(new TextDecoderStream()).getReader();
	let buffer = "";
	for (;;) {
		const { done, value } = await reader.read();
		buffer += value ?? "";
		let end;
		while ((end = buffer.indexOf("\n\n")) >= 0) {
			const lines = buffer.slice(0, end).split("\n");
			buffer = buffer.slice(end + 2);
			const name = lines.find((l) => l.startsWith("event:"))?.slice(6).trim();
			const data = lines.filter((l) => l.startsWith("data:")).map((l) => l.slice(5)).join("\n");
			if (name && data) emit(name, JSON.parse(data));
		}
		if (done) return;
	}
}

$("ask").addEventListener("submit", (event) => {
	event.preventDefault();
	const message = $("message").value.trim();
	if (message) { $("message").value = ""; ask(message); }
});
$("message").addEventListener("keydown", (event) => {
	if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); if (!$("send").disabled) $("ask").requestSubmit(); }
});
$("stop").addEventListener("click", () => running?.abort());
$("logout").addEventListener("submit", () => { $("logout").elements._csrf.value = decodeURIComponent(cookie("XSRF-TOKEN")); });
whoAmI();
