// Runs llama.cpp (the prebuilt CPU binary of node-llama-cpp) on a GGUF file that
// tacit-inference-bench.jar wrote. Once: npm --prefix docs/bench install --ignore-scripts
//
//   node docs/bench/llama.mjs goldens --gguf FILE [--goldens FILE]
//       greedy text of the golden prompts, token by token, against the goldens
//   node docs/bench/llama.mjs measure --gguf FILE [--prompt 512] [--generate 128] [--streams 1,2,4,8] [--threads N]
//       prefill and decoding, as JSON
//   node docs/bench/llama.mjs compare --gguf FILE --model DIR [--rounds 3] [the options of measure]
//       this and the engine in alternation, each in a process of its own; ratios of medians
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const repository = join(here, '..', '..');
const [command, ...words] = process.argv.slice(2);
const options = {};
for (let i = 0; i < words.length; i += 2) {
	options[words[i].replace(/^--/, '')] = words[i + 1];
}
// Small models wait for each other's threads longer than they compute.
const threads = Number(options.threads ?? (command === 'goldens' ? 1 : availableParallelism()));
const prompt = Number(options.prompt ?? 512);
const generate = Number(options.generate ?? 128);
const streams = (options.streams ?? '1,2,4,8').split(',').map(Number);

async function open(contextSize, sequences) {
	const { getLlama, LlamaLogLevel } = await import('node-llama-cpp');
	const llama = await getLlama({ gpu: false, build: 'never', logLevel: LlamaLogLevel.error, maxThreads: threads });
	const model = await llama.loadModel({ modelPath: options.gguf, gpuLayers: 0 });
	const context = await model.createContext({
		contextSize,
		sequences,
		batchSize: 512,
		threads,
		flashAttention: options.flash === 'on',
	});
	return { llama, model, context };
}

const greedy = { temperature: 0, yieldEogToken: true };

async function goldens() {
	const file = options.goldens ?? join(repository, 'demo-model/src/test/resources/goldens/greedy.json');
	const { cases } = JSON.parse(readFileSync(file, 'utf8'));
	const { context } = await open(1024, 1);
	const sequence = context.getSequence();
	let equal = 0;
	let done = 0;
	for (const { prompt: text, promptIds, outputIds } of cases) {
		await sequence.clearHistory();
		const written = [];
		for await (const token of sequence.evaluate(promptIds, greedy)) {
			written.push(token);
			if (written.length >= outputIds.length) {
				break;
			}
		}
		if (++done % 10 === 0) {
			console.error(`${done} of ${cases.length}`);
		}
		const first = outputIds.findIndex((token, i) => token !== written[i]);
		if (first < 0) {
			equal++;
		} else {
			console.error(`differs at token ${first} of ${outputIds.length}: ${JSON.stringify(text.slice(0, 60))}`);
		}
	}
	console.log(`${equal} of ${cases.length} greedy texts are equal`);
	process.exit(equal === cases.length ? 0 : 1);
}

const seconds = (since) => Number(process.hrtime.bigint() - since) / 1e9;
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

async function measure() {
	const most = Math.max(...streams);
	const { llama, model, context } = await open(most * (prompt + 2 * generate + 64), most);
	const vocabulary = [...model.iterateAllTokens()].length;
	let seed = 1;
	// Random tokens; the first ones are control tokens and left out.
	const random = (count) => Array.from({ length: count }, () => {
		seed = (seed * 1103515245 + 12345) % 2147483648;
		return 300 + (seed % (vocabulary - 300));
	});
	const sequences = Array.from({ length: most }, () => context.getSequence());
	const rates = [];
	for (let i = 0; i < 3; i++) {
		await sequences[0].clearHistory();
		const tokens = random(prompt);
		const start = process.hrtime.bigint();
		await sequences[0].evaluateWithoutGeneratingNewTokens(tokens);
		rates.push(prompt / seconds(start));
	}
	const decode = [];
	for (const count of streams) {
		for (const sequence of sequences.slice(0, count)) {
			await sequence.clearHistory();
			await sequence.evaluateWithoutGeneratingNewTokens(random(prompt));
		}
		const start = process.hrtime.bigint();
		await Promise.all(sequences.slice(0, count).map(async (sequence) => {
			// Random weights may end a text early: it goes on with another token.
			for (let written = 0; written < generate;) {
				for await (const _ of sequence.evaluate(random(1), greedy)) {
					if (++written >= generate) {
						break;
					}
				}
			}
		}));
		decode.push({ streams: count, context: prompt, tokensPerSecond: (count * generate) / seconds(start) });
	}
	console.log(JSON.stringify({
		runtime: `llama.cpp ${llama.llamaCppRelease.release}`,
		threads,
		prefill: { tokens: prompt, tokensPerSecond: median(rates) },
		decode,
		peakRssMegabytes: Math.round(process.resourceUsage().maxRSS / 1000),
	}));
	process.exit(0);
}

function child(program, args) {
	const done = spawnSync(program, args, { encoding: 'utf8', cwd: repository, maxBuffer: 1 << 26 });
	if (done.status !== 0) {
		throw new Error(`${program} ended with ${done.status}: ${done.stderr.slice(-400)}`);
	}
	return JSON.parse(done.stdout.trim().split('\n').at(-1));
}

function compare() {
	const common = ['--prompt', String(prompt), '--generate', String(generate), '--streams', streams.join(','),
		'--threads', String(threads)];
	const jar = join(repository, 'inference-native/target/tacit-inference-bench.jar');
	const ours = [];
	const theirs = [];
	for (let round = 0; round < Number(options.rounds ?? 3); round++) {
		const cache = options.cache ? ['--cache', options.cache] : [];
		ours.push(child('java', ['-jar', jar, 'run', '--model', options.model, ...cache, ...common, '--skip-prefix',
			'--json']));
		theirs.push(child(process.execPath, [fileURLToPath(import.meta.url), 'measure', '--gguf', options.gguf, ...common]));
		console.error(`round ${round + 1} done`);
	}
	const line = (name, of) => {
		const [tacit, llama] = [ours, theirs].map((runs) => median(runs.map(of)));
		const span = (runs) => runs.map(of).map((value) => value.toFixed(1)).join(' ');
		console.log(`${name}: Tacit ${tacit.toFixed(1)} [${span(ours)}], llama.cpp ${llama.toFixed(1)} [${span(theirs)}],`
			+ ` ratio ${(tacit / llama).toFixed(2)}`);
	};
	line(`prefill ${prompt}, tokens/s`, (run) => run.prefill.tokensPerSecond);
	streams.forEach((count, i) => line(`decode ${count} stream(s), tokens/s`, (run) => run.decode[i].tokensPerSecond));
	line('peak RSS, MB', (run) => run.peakRssMegabytes);
}

const commands = { goldens, measure, compare };
if (!(command in commands) || !options.gguf) {
	console.error('usage: node docs/bench/llama.mjs goldens|measure|compare --gguf FILE ...');
	process.exit(2);
}
await commands[command]();
