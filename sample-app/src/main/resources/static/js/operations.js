import uPlot from "/webjars/uplot/dist/uPlot.esm.js";
import { $, begin, element, get, request } from "./page.js";
import { readable } from "./marks.js";

const EVERY = 2000;
const POINTS = 150;

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const color = (index) => () => css(`--series-${(index % 6) + 1}`);

/** The registry's text format: name, labels, value. */
function parse(text) {
	const samples = [];
	for (const line of text.split("\n")) {
		const match = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)/.exec(line);
		if (!match) continue;
		const labels = {};
		for (const [, name, value] of (match[2] ?? "").matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)) labels[name] = value;
		samples.push({ name: match[1], labels, value: Number(match[3]) });
	}
	return samples;
}

const matches = (sample, labels) => Object.entries(labels).every(([name, value]) => sample.labels[name] === value);
/** Sum over the samples of a meter; undefined where there is none. */
function total(samples, name, labels = {}) {
	const found = samples.filter((s) => s.name.startsWith(name) && !/_(bucket|max|created)$/.test(s.name) && matches(s, labels));
	return found.length ? found.reduce((sum, s) => sum + s.value, 0) : undefined;
}

/** Growth a second since the reading before. */
function rates() {
	const last = new Map();
	return (key, value, seconds) => {
		const previous = last.get(key);
		last.set(key, value);
		return value === undefined || previous === undefined ? null : Math.max(0, value - previous) / seconds;
	};
}
const rate = rates();

const PLOTS = [
	{ id: "throughput", title: "Throughput", unit: "tokens/s", read: (s) => ({ writing: total(s, "tacit_throughput", { phase: "decode" }), reading: total(s, "tacit_throughput", { phase: "prefill" }) }) },
	{ id: "sequences", title: "Queue", unit: "sequences", read: (s) => ({ active: total(s, "tacit_sequences", { state: "active" }), queued: total(s, "tacit_sequences", { state: "queued" }) }) },
	{ id: "batch", title: "Batch", unit: "mean rows a step", read: (s) => ({ "last ten seconds": total(s, "tacit_batch_size", { phase: "decode" }) }) },
	{ id: "tokens", title: "Tokens", unit: "tokens/s", read: (s, t) => Object.fromEntries(["prompt", "reasoning", "answer"].map((type) => [type, rate(type, total(s, "tacit_tokens", { type }), t)])) },
	{ id: "first", title: "Time to first token", unit: "ms, mean", read: (s) => {
		const time = "gen_ai_server_time_to_first_token_seconds";
		const count = total(s, time + "_count") ?? 0;
		return { "since the start": count ? total(s, time + "_sum") / count * 1000 : 0 };
	} },
	{ id: "kv", title: "Key-value cache", unit: "tokens", read: (s) => ({ used: total(s, "tacit_kv_tokens", { state: "used" }), capacity: total(s, "tacit_kv_tokens", { state: "capacity" }) }) },
	{ id: "cache", title: "Prefix cache", unit: "prompt tokens/s", read: (s, t) => ({ reused: rate("hit", total(s, "tacit_prefix_cache", { result: "hit" }), t), read: rate("miss", total(s, "tacit_prefix_cache", { result: "miss" }), t) }) },
	{ id: "findings", title: "Findings by entity", unit: "since the start", read: (s) => {
		const entities = {};
		for (const sample of s) if (/^tacit_privacy_findings/.test(sample.name) && sample.labels.entity) entities[readable(sample.labels.entity)] = (entities[readable(sample.labels.entity)] ?? 0) + sample.value;
		return entities;
	} },
	{ id: "ledger", title: "Ledger", unit: "records/s", read: (s, t) => ({ written: rate("head", total(s, "tacit_audit_head"), t) }) },
];

class Plot {

	constructor(spec) {
		this.spec = spec;
		this.now = element("span");
		this.place = element("div");
		this.figure = element("figure", "", element("figcaption", "", spec.title, this.now), this.place);
		this.figure.id = spec.id;
		this.names = [];
		this.data = [[]];
		$("plots").append(this.figure);
		this.build();
	}

	build() {
		this.chart?.destroy();
		const axis = { stroke: () => css("--soft"), grid: { stroke: () => css("--line"), width: 1 }, ticks: { show: false }, font: "11px system-ui" };
		this.chart = new uPlot({
			width: this.width(), height: 170, cursor: { y: false }, legend: { live: false, markers: { width: 0, fill: (u, i) => u.series[i].stroke(u, i) } },
			scales: { y: { range: (u, low, high) => [0, Math.max(1, (high ?? 1) * 1.1)] } },
			axes: [{ ...axis, space: 70, size: 28, values: (u, times) => times.map((time) => new Date(time * 1000).toTimeString().slice(0, 8)) }, { ...axis, size: 46 }],
			series: [{}, ...this.names.map((name, i) => ({ label: name, stroke: color(i), width: 2, points: { show: false } }))],
		}, this.data, this.place);
	}

	width() {
		return Math.max(240, this.figure.clientWidth - 30);
	}

	resize() {
		this.chart.setSize({ width: this.width(), height: 170 });
	}

	add(time, values) {
		const fresh = Object.keys(values).filter((name) => !this.names.includes(name));
		for (const name of fresh) {
			this.names.push(name);
			this.data.push(this.data[0].map(() => null));
		}
		this.data[0].push(time);
		this.names.forEach((name, i) => this.data[i + 1].push(values[name] ?? null));
		if (this.data[0].length > POINTS) this.data.forEach((column) => column.shift());
		if (fresh.length) this.build();
		else this.chart.setData(this.data);
		const last = this.names.map((name) => values[name]).filter((v) => v !== null && v !== undefined);
		this.now.textContent = last.map((v) => v.toLocaleString("en", { maximumFractionDigits: 1 })).slice(0, 3).join(" / ") + " " + this.spec.unit;
		this.figure.dataset.points = this.data[0].length;
	}

}

async function health() {
	const found = await get("/actuator/health").catch(() => ({ status: "not readable" }));
	const part = (name, status, detail) => element("span", "badge " + (status === "UP" ? "valid" : "broken"), `${name}: ${status}${detail ? ", " + detail : ""}`);
	const engine = found.components?.tacit;
	const ledger = found.components?.tacitAudit;
	$("health").replaceChildren(part("application", found.status), ...(engine ? [part("engine", engine.status, engine.details?.model)] : []),
		...(ledger ? [part("ledger", ledger.status, ledger.details?.headSequence === undefined ? "" : `record ${ledger.details.headSequence}`)] : []));
}

await begin();
const plots = PLOTS.map((spec) => new Plot(spec));
let last = performance.now();
async function tick() {
	try {
		const text = await (await request("/actuator/prometheus", { headers: { Accept: "text/plain" } })).text();
		const seconds = Math.max(0.001, (performance.now() - last) / 1000);
		last = performance.now();
		const samples = parse(text);
		for (const plot of plots) plot.add(Date.now() / 1000, plot.spec.read(samples, seconds));
		await health();
	}
	catch (e) {
		$("health").replaceChildren(element("span", "error", e.message));
	}
	setTimeout(tick, EVERY);
}
addEventListener("resize", () => plots.forEach((plot) => plot.resize()));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => plots.forEach((plot) => plot.build()));
await tick();
