/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.jspecify.annotations.NullUnmarked;
import org.slf4j.LoggerFactory;

/**
 * Watches every way out but the front door, from when it is made until it is closed: logs
 * of all levels, exceptions and their causes, observations and files.
 */
@NullUnmarked
final class SideDoors implements AutoCloseable {

	private final Canaries canaries;

	private final List<Leak> leaks = Collections.synchronizedList(new ArrayList<>());

	private final Map<Position, Integer> looked = Collections.synchronizedMap(new EnumMap<>(Position.class));

	private final Logger root = ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger("ROOT");

	private final Level level = this.root.getLevel();

	private final WatchingAppender appender = new WatchingAppender();

	/** The engine knows nothing but the JDK, and logs there. */
	private final java.util.logging.Logger engineRoot = java.util.logging.Logger.getLogger("");

	private final java.util.logging.Level engineLevel = this.engineRoot.getLevel();

	private final EngineLog engineLog = new EngineLog();

	private final Set<Path> temporary;

	private volatile boolean heard;

	SideDoors(Canaries canaries) throws IOException {
		this.canaries = canaries;
		this.temporary = temporary();
		this.appender.setContext(this.root.getLoggerContext());
		this.appender.start();
		this.root.addAppender(this.appender);
		this.root.setLevel(Level.TRACE);
		this.engineRoot.addHandler(this.engineLog);
		this.engineRoot.setLevel(java.util.logging.Level.ALL);
	}

	@Override
	public void close() {
		this.root.setLevel(this.level);
		this.root.detachAppender(this.appender);
		this.engineRoot.removeHandler(this.engineLog);
		this.engineRoot.setLevel(this.engineLevel);
	}

	/** What was seen and should not have been. */
	List<Leak> leaks() {
		synchronized (this.leaks) {
			return List.copyOf(this.leaks);
		}
	}

	/** How many texts were looked at in a position. */
	int looked(Position sink) {
		return this.looked.getOrDefault(sink, 0);
	}

	/** Whether anything was logged below INFO. */
	boolean heardDetails() {
		return this.heard;
	}

	void look(Position sink, Object text) {
		this.looked.merge(sink, 1, Integer::sum);
		for (String canary : this.canaries.in(String.valueOf(text))) {
			this.leaks.add(new Leak(sink, canary, String.valueOf(text)));
		}
	}

	void lookInto(Throwable failure) {
		Set<Throwable> seen = Collections.newSetFromMap(new java.util.IdentityHashMap<>());
		List<Throwable> todo = new ArrayList<>(List.of(failure));
		while (!todo.isEmpty()) {
			Throwable next = todo.remove(0);
			if (seen.add(next)) {
				look(Position.EXCEPTION, next.toString());
				todo.addAll(List.of(next.getSuppressed()));
				if (next.getCause() != null) {
					todo.add(next.getCause());
				}
			}
		}
	}

	/** Runs a request and looks into what it throws. */
	void attempt(Runnable request) {
		try {
			request.run();
		}
		catch (Throwable ex) {
			lookInto(ex);
		}
	}

	/** Files in these folders, and whatever appeared among temporary files. */
	void lookIntoFiles(Path ledger, Path... places) throws IOException {
		lookInto(Position.DATABASE_FILE, ledger, ledger);
		List<Path> all = new ArrayList<>(List.of(places));
		for (Path path : temporary()) {
			if (!this.temporary.contains(path)) {
				all.add(path);
			}
		}
		for (Path place : all) {
			lookInto(Position.TEMPORARY_FILE, place, ledger);
		}
	}

	private static Set<Path> temporary() throws IOException {
		try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
			return new HashSet<>(files.toList());
		}
	}

	private void lookInto(Position sink, Path place, Path ledger) {
		look(sink, place);
		try (Stream<Path> files = Files.walk(place)) {
			for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
				if (Files.size(file) < 64 << 20) {
					look(sink, file.getFileName());
					look(sink, new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
				}
			}
		}
		catch (IOException | UncheckedIOException ex) {
			// A temporary file of somebody else that is gone again.
			if (place.equals(ledger)) {
				throw new IllegalStateException(ex);
			}
		}
	}

	/** Hears every observation. */
	WatchingHandler handler() {
		return new WatchingHandler();
	}

	/**
	 * A canary that surfaced.
	 *
	 * @param sink where
	 * @param canary which
	 * @param text in what
	 */
	record Leak(Position sink, String canary, String text) {

		@Override
		public String toString() {
			return this.canary + " in " + this.sink + ": " + this.text.substring(0, Math.min(2000, this.text.length()));
		}

	}

	/** Every log event, its message, context and exceptions. */
	private final class WatchingAppender extends AppenderBase<ILoggingEvent> {

		@Override
		protected void append(ILoggingEvent event) {
			SideDoors.this.heard |= !event.getLevel().isGreaterOrEqual(Level.INFO);
			look(Position.LOG, event.getLevel() + " " + event.getLoggerName() + " " + event.getFormattedMessage());
			look(Position.MDC_AND_THREAD, event.getThreadName() + event.getMDCPropertyMap());
			IThrowableProxy failure = event.getThrowableProxy();
			for (int depth = 0; failure != null && depth < 20; depth++) {
				look(Position.EXCEPTION, event.getLoggerName() + " " + failure.getMessage());
				for (IThrowableProxy suppressed : failure.getSuppressed()) {
					look(Position.EXCEPTION, suppressed.getMessage());
				}
				failure = failure.getCause();
			}
		}

	}

	private final class EngineLog extends Handler {

		@Override
		public void publish(LogRecord record) {
			look(Position.LOG, record.getLoggerName() + record.getMessage() + Arrays.toString(record.getParameters()));
			look(Position.MDC_AND_THREAD, Thread.currentThread().getName());
			if (record.getThrown() != null) {
				lookInto(record.getThrown());
			}
		}

		@Override
		public void flush() {
		}

		@Override
		public void close() {
		}

	}

	/** Looks at names, key values, events and errors. */
	final class WatchingHandler implements ObservationHandler<Observation.Context> {

		private int stopped;

		int stopped() {
			return this.stopped;
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

		@Override
		public void onStop(Observation.Context context) {
			this.stopped++;
			look(Position.SPAN, context.getName() + " " + context.getContextualName());
			for (KeyValue keyValue : context.getAllKeyValues()) {
				look(Position.SPAN, context.getName() + " " + keyValue.getKey() + "=" + keyValue.getValue());
			}
			if (context.getError() != null) {
				lookInto(context.getError());
			}
		}

		@Override
		public void onEvent(Observation.Event event, Observation.Context context) {
			look(Position.SPAN, event.getName() + event.getContextualName());
		}

	}

}
