/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.tacit.inference.EngineConfig;
import dev.tacit.inference.compile.CompileOptions;
import dev.tacit.inference.compile.CompiledModel;
import dev.tacit.inference.compile.ModelCompiler;
import dev.tacit.inference.decode.Scheduler;
import dev.tacit.inference.decode.SchedulerConfig;
import dev.tacit.inference.json.Json;
import dev.tacit.inference.model.ModelFolder;
import dev.tacit.inference.model.ProgressReport;

/**
 * Measures prefill, decoding by number of streams, and what the prefix cache and drafts
 * bring. Prompts are random tokens, so what is measured is work and not luck.
 */
final class RunCommand implements Command {

	private static final int SHARED_PREFIX = 1000;

	private static final int COMPANY_TOKENS = 48;

	@Override
	public String name() {
		return "run";
	}

	@Override
	public String usage() {
		return "--model DIR [--cache DIR] [--weights int4|fp32] [--block 32|64|128] [--key-values fp32|int8] [--threads N] [--streams 1,2,4,8]"
				+ " [--prompt 512] [--generate 128] [--context N] [--chunk 128] [--skip-prefix] [--json]";
	}

	@Override
	public void run(Arguments arguments, Console console) throws IOException {
		Path model = arguments.path("model");
		Path cache = arguments.pathOr("cache", EngineConfig.defaults().cacheDirectory());
		int threads = arguments.integerOr("threads", EngineConfig.defaults().threads());
		int[] streams = integers(String.valueOf(arguments.textOr("streams", "1,2,4,8")));
		int prompt = arguments.integerOr("prompt", 512);
		int generate = arguments.integerOr("generate", 128);
		int chunk = arguments.integerOr("chunk", 128);
		int mostStreams = Arrays.stream(streams).max().orElse(1);
		// Whoever starts first decodes while the others are still read.
		int reserve = mostStreams * (prompt / chunk + 2);
		boolean prefix = !arguments.flag("skip-prefix");
		int context = arguments.integerOr("context", Math.max(prompt + generate + reserve + 1, prefix ? 1200 : 0));
		boolean json = arguments.flag("json");
		CompileOptions options = CompileCommand.options(arguments).withMaxContext(context);
		arguments.requireNoOther();
		ModelFolder folder = ModelFolder.open(model);
		CompiledModel compiled = new ModelCompiler(cache).compile(folder, options,
				ProgressReport.to(console.err()::println));
		Map<String, Object> report = new LinkedHashMap<>();
		report.put("processor", Machine.processor());
		report.put("threads", threads);
		report.put("weightBytes",
				Files.size(compiled.graph().resolveSibling(compiled.graph().getFileName() + ".data")));
		SchedulerConfig bounds = SchedulerConfig.plain(threads, mostStreams, mostStreams, context, chunk);
		Prompts prompts = new Prompts(folder.architecture().vocabularySize());
		long start = System.nanoTime();
		try (Scheduler scheduler = Scheduler.start(compiled.graph(), bounds).closeOnExit()) {
			double loaded = seconds(start);
			TimedSequence first = TimedSequence.submit(scheduler, prompts.next(16), 2);
			first.await();
			report.put("loadSeconds", loaded);
			report.put("startToFirstTokenSeconds", (first.first() - start) / 1e9);
			report.put("prefill", prefill(scheduler, prompts, prompt));
			List<Map<String, Object>> decode = new ArrayList<>();
			for (int count : streams) {
				decode.add(decode(scheduler, prompts, count, prompt, generate, reserve));
				console.err().println("decoded " + count + " streams");
			}
			report.put("decode", decode);
			report.put("company", company(scheduler, prompts, mostStreams));
		}
		report.put("peakRssMegabytes", Machine.peakResidentMegabytes());
		if (prefix) {
			report.put("sharedPrefix", sharedPrefix(compiled, bounds, prompts));
		}
		report.put("readBandwidthGBps", Machine.readBandwidth(threads));
		if (json) {
			console.out().println(Json.write(report));
		}
		else {
			report.forEach((name, value) -> console.out().println(name + ": " + value));
		}
	}

	private static Map<String, Object> prefill(Scheduler scheduler, Prompts prompts, int tokens) {
		double[] rates = new double[3];
		for (int i = 0; i < rates.length; i++) {
			rates[i] = tokens * 1e9 / TimedSequence.submit(scheduler, prompts.next(tokens), 1).await().prefillNanos();
		}
		return ordered("tokens", tokens, "tokensPerSecond", median(rates));
	}

	/**
	 * Counts from the moment when all streams write to the moment when the first ends.
	 */
	private static Map<String, Object> decode(Scheduler scheduler, Prompts prompts, int streams, int prompt,
			int generate, int reserve) {
		List<TimedSequence> running = new ArrayList<>();
		for (int i = 0; i < streams; i++) {
			running.add(TimedSequence.submit(scheduler, prompts.next(prompt), generate + reserve));
		}
		running.forEach(TimedSequence::await);
		long from = running.stream().mapToLong(TimedSequence::first).max().orElseThrow();
		long to = running.stream().mapToLong(TimedSequence::last).min().orElseThrow();
		long tokens = running.stream().mapToLong((sequence) -> sequence.tokensWithin(from, to)).sum();
		double[] gaps = Arrays.stream(running.get(streams - 1).gapsWithin(from, to)).asDoubleStream().toArray();
		return ordered("streams", streams, "context", prompt, "tokensPerSecond", tokens * 1e9 / (to - from),
				"stepMillisP50", median(gaps) / 1e6);
	}

	/** How many of the streams say the same tokens together as alone. */
	private static Map<String, Object> company(Scheduler scheduler, Prompts prompts, int streams) {
		List<int[]> asked = new ArrayList<>();
		for (int i = 0; i < streams; i++) {
			asked.add(prompts.next(40 + 7 * i));
		}
		List<int[]> alone = asked.stream()
			.map((prompt) -> TimedSequence.submit(scheduler, prompt, COMPANY_TOKENS).tokens())
			.toList();
		List<TimedSequence> together = asked.stream()
			.map((prompt) -> TimedSequence.submit(scheduler, prompt, COMPANY_TOKENS))
			.toList();
		int equal = 0;
		for (int i = 0; i < streams; i++) {
			equal += Arrays.equals(alone.get(i), together.get(i).tokens()) ? 1 : 0;
		}
		return ordered("streams", streams, "tokens", COMPANY_TOKENS, "equalReplies", equal);
	}

	/**
	 * Time to the first token of a prompt whose first thousand tokens were read before.
	 */
	private static Map<String, Object> sharedPrefix(CompiledModel compiled, SchedulerConfig bounds, Prompts prompts) {
		SchedulerConfig cached = bounds.withPrefixCache(256L << 20);
		try (Scheduler scheduler = Scheduler.start(compiled.graph(), cached).closeOnExit()) {
			TimedSequence.submit(scheduler, prompts.next(16), 2).await();
			double[] cold = new double[3];
			double[] warm = new double[3];
			for (int i = 0; i < cold.length; i++) {
				int[] shared = prompts.next(SHARED_PREFIX);
				cold[i] = TimedSequence.submit(scheduler, prompts.after(shared, 16), 1).await().firstTokenNanos();
				warm[i] = TimedSequence.submit(scheduler, prompts.after(shared, 16), 1).await().firstTokenNanos();
			}
			return ordered("tokens", SHARED_PREFIX, "coldMillis", median(cold) / 1e6, "cachedMillis",
					median(warm) / 1e6, "ratio", median(warm) / median(cold));
		}
	}

	private static Map<String, Object> ordered(Object... pairs) {
		Map<String, Object> map = new LinkedHashMap<>();
		for (int i = 0; i < pairs.length; i += 2) {
			map.put((String) pairs[i], pairs[i + 1]);
		}
		return map;
	}

	static double median(double[] values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		return (sorted.length == 0) ? 0 : sorted[sorted.length / 2];
	}

	private static double seconds(long start) {
		return (System.nanoTime() - start) / 1e9;
	}

	private static int[] integers(String list) {
		try {
			return Arrays.stream(list.split(",")).mapToInt(Integer::parseInt).toArray();
		}
		catch (NumberFormatException ex) {
			throw new UsageException(String.format(Locale.ROOT, "'%s' is no list of numbers", list));
		}
	}

}
