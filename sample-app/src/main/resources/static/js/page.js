// What all pages share: who is looking, where they may go, and talking to the server.
export const $ = (id) => document.getElementById(id);

export function element(tag, className, ...children) {
	const e = document.createElement(tag);
	if (className) e.className = className;
	e.append(...children.filter((c) => c !== undefined && c !== null && c !== ""));
	return e;
}

const cookie = (name) => decodeURIComponent(document.cookie.split("; ").find((c) => c.startsWith(name + "="))?.split("=")[1] ?? "");

/** A request with the page's token; a failure becomes an error with the server's sentence. */
export async function request(path, options = {}) {
	const response = await fetch(path, { ...options, headers: { "X-XSRF-TOKEN": cookie("XSRF-TOKEN"), ...options.headers } });
	if (response.status === 401) location.assign("/login");
	if (!response.ok) {
		const problem = response.headers.get("content-type")?.includes("json") ? await response.json() : {};
		throw new Error(problem.detail ?? `The request failed (${response.status}).`);
	}
	return response;
}

export const get = async (path) => (await request(path)).json();

export const post = (path, body, options = {}) => request(path, { ...options, method: "POST", headers: { "Content-Type": "application/json", ...options.headers }, body: JSON.stringify(body) });

/** Reads server-sent events of a response until it ends. */
export async function events(response, emit) {
	const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
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

/** Fills the head of a page, and says who is looking. */
export async function begin() {
	$("logout").addEventListener("click", async () => {
		await request("/logout", { method: "POST" });
		location.assign("/login");
	});
	const me = await get("/api/me");
	$("who").textContent = me.name;
	for (const page of me.pages) {
		const link = element("a", "", page.title);
		link.href = page.path;
		if (page.path === location.pathname || (page.title === "Ledger" && location.pathname === "/decision.html")) link.setAttribute("aria-current", "page");
		$("pages").append(link);
	}
	return me;
}

export const when = (millis) => new Date(millis).toISOString().replace("T", " ").slice(0, 19);

/** A name of the ledger's facts as people write it. */
export const words = (name) => name.replaceAll(/([A-Z])/g, " $1").toLowerCase();
