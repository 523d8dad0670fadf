/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.sample;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;

import dev.tacit.inference.json.Json;

/**
 * Makes constraints for one vocabulary. What was compiled is kept, the last used schemas
 * only, so a schema that comes with every request is compiled once. It is compiled on the
 * thread that asks for it, and others that want the same one wait for that thread; those
 * that want another do not. Thread-safe; the constraints it makes belong to the decode
 * thread.
 */
public final class ConstraintCompiler {

	private static final int KEPT = 64;

	private static final int MOST_TOLD = 1_000;

	private static final System.Logger logger = System.getLogger(ConstraintCompiler.class.getName());

	private final TokenMasks masks;

	private final Function<String, int[]> encoder;

	private final ReentrantLock lock = new ReentrantLock();

	/** Guarded by {@link #lock}. */
	private final Map<String, CompletableFuture<GrammarParser>> parsers = new LinkedHashMap<>(16, 0.75f, true) {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, CompletableFuture<GrammarParser>> eldest) {
			return size() > KEPT;
		}

	};

	private final Set<String> told = ConcurrentHashMap.newKeySet();

	/**
	 * Creates a compiler.
	 * @param vocabulary number of token ids
	 * @param bytes bytes of an id; none for a control token
	 * @param encoder encodes a text that is forced
	 */
	public ConstraintCompiler(int vocabulary, IntFunction<byte[]> bytes, Function<String, int[]> encoder) {
		this.masks = new TokenMasks(vocabulary, bytes);
		this.encoder = encoder;
	}

	/**
	 * A text that is JSON and satisfies a schema, after a few blanks perhaps.
	 * @param schema the schema, as maps and lists
	 * @param endings ids that end the text
	 * @return starts the text, on the decode thread
	 * @throws ConstraintException if the schema cannot be enforced
	 */
	public Supplier<TokenConstraint> json(Map<String, Object> schema, int... endings) {
		GrammarParser parser = parser("schema " + Json.write(schema), () -> {
			GrammarLexicon lexicon = new GrammarLexicon(false);
			GrammarNetwork whole = lexicon.network();
			GrammarNode end = whole.end();
			whole.part(whole.start, lexicon.lead()).call(new SchemaCompiler(lexicon, schema).compile(), end);
			lexicon.measure();
			return whole;
		});
		return start(parser, endings);
	}

	/**
	 * The text between the call markers. A tool whose schema cannot be enforced may be
	 * called with any arguments.
	 * @param tools JSON Schema of the arguments by the name of each tool
	 * @param endings ids that end the text
	 * @return starts the text, on the decode thread
	 */
	public Supplier<TokenConstraint> calls(Map<String, Map<String, Object>> tools, int... endings) {
		return start(parser("calls " + Json.write(tools), () -> {
			CallGrammar grammar = new CallGrammar();
			GrammarNetwork whole = grammar.compile(tools);
			grammar.free().forEach(this::tell);
			return whole;
		}), endings);
	}

	/** Once a tool, for the application brings the same ones with every request. */
	private void tell(String tool, String why) {
		if (this.told.size() < MOST_TOLD && this.told.add(tool)) {
			logger.log(System.Logger.Level.WARNING, "Calls of the tool '" + tool
					+ "' are written with any arguments, because its schema cannot be enforced: " + why);
		}
	}

	private Supplier<TokenConstraint> start(GrammarParser parser, int... endings) {
		BitSet ends = new BitSet();
		for (int ending : endings) {
			ends.set(ending);
		}
		return () -> new GrammarConstraint(parser, this.masks, ends, this.encoder);
	}

	private GrammarParser parser(String key, Supplier<GrammarNetwork> grammar) {
		CompletableFuture<GrammarParser> own = new CompletableFuture<>();
		CompletableFuture<GrammarParser> known = remember(key, own);
		if (known == own) {
			try {
				GrammarParser parser = new GrammarParser(grammar.get());
				parser.explore(this.masks);
				own.complete(parser);
			}
			catch (RuntimeException | Error ex) {
				forget(key, own);
				own.completeExceptionally(ex);
				throw ex;
			}
		}
		try {
			return known.join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : ex;
		}
	}

	private CompletableFuture<GrammarParser> remember(String key, CompletableFuture<GrammarParser> own) {
		this.lock.lock();
		try {
			CompletableFuture<GrammarParser> known = this.parsers.get(key);
			if (known == null) {
				known = own;
				this.parsers.put(key, own);
			}
			return known;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void forget(String key, CompletableFuture<GrammarParser> own) {
		this.lock.lock();
		try {
			this.parsers.remove(key, own);
		}
		finally {
			this.lock.unlock();
		}
	}

}
