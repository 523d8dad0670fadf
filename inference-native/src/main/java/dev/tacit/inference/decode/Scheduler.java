/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.decode;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import dev.tacit.inference.model.GraphInterface;
import org.jspecify.annotations.Nullable;

/**
 * Decodes sequences side by side on one thread of its own: takes them from a queue into
 * slots, and lets {@link ActiveSequences} step them in rounds. A cancelled sequence gives
 * its slot back within one step.
 * <p>
 * Thread-safe. {@link #lock} guards the queue and the life cycle; sequences and tensors
 * belong to the decode thread; {@link StepCounters} carries its numbers to others.
 */
public final class Scheduler implements AutoCloseable {

	private static final System.Logger logger = System.getLogger(Scheduler.class.getName());

	private final SchedulerConfig config;

	private final GraphSession session;

	private final StepCounters counters = new StepCounters();

	/** By reason; any thread counts. */
	private final AtomicLongArray rejections = new AtomicLongArray(RejectedRequestException.Reason.values().length);

	private final ActiveSequences active;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition work = this.lock.newCondition();

	private final AdmissionQueue queue = new AdmissionQueue();

	private final Thread thread;

	private final CompletableFuture<Void> terminated = new CompletableFuture<>();

	private @Nullable Thread exitHook;

	private boolean closing;

	private boolean forget;

	private volatile long abortAt = Long.MAX_VALUE;

	private volatile int activeCount;

	private volatile int queuedCount;

	private volatile boolean accepting = true;

	/** Moving average of the time a sequence takes, the base of every Retry-After. */
	private volatile double averageNanos = 1e9;

	private Scheduler(Path graph, @Nullable GraphInterface face, SchedulerConfig config, @Nullable Path profile) {
		this.config = config;
		this.session = new GraphSession(graph, face, config.threads(), profile);
		this.active = new ActiveSequences(this.session, config, this.counters);
		this.thread = new Thread(this::loop, "tacit-decode");
		this.thread.setDaemon(true);
	}

	/**
	 * Loads a graph and starts the decode thread.
	 * @param graph a graph of the engine's compiler
	 * @param config bounds
	 * @return a running scheduler
	 * @throws DecodeException if ONNX Runtime refuses the graph
	 */
	public static Scheduler start(Path graph, SchedulerConfig config) {
		return started(new Scheduler(graph, null, config, null));
	}

	/**
	 * Loads a published graph, which runs as it is, and starts the decode thread. Such a
	 * graph tells no convolution windows: drafts are not made, and prefixes are kept
	 * where a chunk ends with a block.
	 * @param graph a graph
	 * @param face how it is fed
	 * @param config bounds
	 * @return a running scheduler
	 * @throws DecodeException if ONNX Runtime refuses the graph
	 */
	public static Scheduler start(Path graph, GraphInterface face, SchedulerConfig config) {
		return started(new Scheduler(graph, face, config, null));
	}

	/**
	 * Like {@link #start(Path, SchedulerConfig)}, with ONNX Runtime's profiler on. It
	 * slows every step; the trace is complete when the scheduler is closed.
	 * @param graph a graph of the engine's compiler
	 * @param config bounds
	 * @param profile start of the name of the trace, a JSON array of events; the runtime
	 * appends the time and {@code .json}
	 * @return a running scheduler
	 * @throws DecodeException if ONNX Runtime refuses the graph
	 */
	public static Scheduler startProfiled(Path graph, SchedulerConfig config, Path profile) {
		return started(new Scheduler(graph, null, config, profile));
	}

	private static Scheduler started(Scheduler scheduler) {
		scheduler.thread.start();
		return scheduler;
	}

	/**
	 * Closes the scheduler when the JVM ends, cancelling what runs. Without it, whoever
	 * started the scheduler must close it before: the native library is taken down while
	 * the decode thread is in it.
	 * @return this
	 */
	public Scheduler closeOnExit() {
		Thread hook = new Thread(this::close, "tacit-exit");
		Runtime.getRuntime().addShutdownHook(hook);
		this.exitHook = hook;
		return this;
	}

	private void forgetExit() {
		Thread hook = this.exitHook;
		if (hook != null && Thread.currentThread() != hook) {
			try {
				Runtime.getRuntime().removeShutdownHook(hook);
			}
			catch (IllegalStateException ex) {
				logger.log(System.Logger.Level.DEBUG, "The JVM is ending already");
			}
		}
	}

	/**
	 * Width of the logits.
	 * @return entries of the vocabulary, padding included
	 */
	public int vocabularySize() {
		return this.session.vocabularySize();
	}

	/**
	 * Bytes of key-value cache that one token of one sequence takes.
	 * @return bytes
	 */
	public long stateBytesPerToken() {
		return this.session.bytesPerToken();
	}

	/**
	 * Queues a sequence.
	 * @param task the sequence
	 * @return its handle
	 * @throws RejectedRequestException if the queue is full, the prompt leaves no room,
	 * or the scheduler is closing
	 */
	public Ticket submit(SequenceTask task) {
		// Of a recorded reply the last token is judged, and not read.
		int read = task.prompt().length - ((task.recorded() != null) ? 1 : 0);
		if (read >= this.config.contextLength()) {
			throw rejected(RejectedRequestException.Reason.PROMPT_TOO_LONG,
					"The prompt has " + task.prompt().length + " tokens and the context holds "
							+ this.config.contextLength() + "; shorten the prompt or raise tacit.engine.context-length",
					null);
		}
		Sequence sequence = new Sequence(task, this, this.config.contextLength());
		this.lock.lock();
		try {
			if (this.closing) {
				throw rejected(RejectedRequestException.Reason.CLOSED, "The engine is closed", null);
			}
			int free = Math.max(0, this.config.slots() - this.activeCount);
			if (this.queue.size() >= this.config.queueCapacity() + free) {
				throw rejected(RejectedRequestException.Reason.QUEUE_FULL,
						"All " + this.config.slots() + " slots are taken and " + this.queue.size()
								+ " requests wait; try again later or raise tacit.engine.queue-capacity",
						expectedWait());
			}
			this.queue.add(sequence);
			this.queuedCount = this.queue.size();
			this.work.signal();
		}
		finally {
			this.lock.unlock();
		}
		return new Ticket(sequence);
	}

	private RejectedRequestException rejected(RejectedRequestException.Reason reason, String message,
			@Nullable Duration retryAfter) {
		this.rejections.incrementAndGet(reason.ordinal());
		return new RejectedRequestException(reason, message, retryAfter);
	}

	/**
	 * How many sequences were refused so far.
	 * @param reason why
	 * @return their number
	 */
	public long rejections(RejectedRequestException.Reason reason) {
		return this.rejections.get(reason.ordinal());
	}

	private Duration expectedWait() {
		double rounds = (this.queuedCount + 1.0) / this.config.slots();
		return Duration.ofNanos((long) (rounds * this.averageNanos));
	}

	/** Forgets all cached prefixes before the next round. */
	public void forgetPrefixes() {
		this.lock.lock();
		try {
			this.forget = true;
			this.work.signal();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * What the scheduler does right now.
	 * @return a snapshot
	 */
	public SchedulerStatus status() {
		StepCounters c = this.counters;
		return new SchedulerStatus(this.activeCount, this.queuedCount, this.config.slots(), c.stateTokens,
				c.stateCapacity, c.prefillRate.perSecond(), c.decodeRate.perSecond(), c.batchSize(), this.accepting,
				c.decodeSteps.get(), c.decodeRows.get(), c.readTokens.get(), c.cachedTokens.get(), c.cacheBytes,
				c.draftedTokens.get(), c.acceptedTokens.get());
	}

	void wakeUp() {
		this.lock.lock();
		try {
			this.work.signal();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void loop() {
		try {
			while (awaitWork()) {
				List<Sequence> before = List.copyOf(this.active.all());
				this.active.round();
				for (Sequence sequence : before) {
					if (sequence.ended()) {
						this.averageNanos = 0.8 * this.averageNanos + 0.2 * sequence.totalNanos();
					}
				}
				this.activeCount = this.active.all().size();
			}
		}
		finally {
			this.active.close();
			this.session.close();
			this.terminated.complete(null);
		}
	}

	/**
	 * Ends what waited too long, fills free slots, and waits where there is nothing to
	 * do.
	 * @return false when the scheduler is closed and empty
	 */
	private boolean awaitWork() {
		List<Sequence> waiting;
		this.lock.lock();
		try {
			while (this.queue.isEmpty() && this.active.all().isEmpty() && !this.forget) {
				if (this.closing) {
					return false;
				}
				this.work.awaitUninterruptibly();
			}
			if (this.forget) {
				this.forget = false;
				this.active.forgetPrefixes();
			}
			waiting = this.queue.all();
		}
		finally {
			this.lock.unlock();
		}
		// Callbacks run without the lock: a listener may submit or cancel.
		boolean abort = this.abortAt != Long.MAX_VALUE && System.nanoTime() - this.abortAt >= 0;
		if (abort) {
			this.active.endAll(FinishReason.CANCELLED);
			waiting.forEach((sequence) -> sequence.end(FinishReason.CANCELLED));
		}
		waiting.forEach(this::expire);
		for (Sequence next = take(waiting); next != null; next = take(List.of())) {
			this.active.admit(next);
		}
		return true;
	}

	private void expire(Sequence sequence) {
		if (!sequence.expire() && sequence.totalNanos() >= this.config.queueTimeoutNanos()) {
			sequence.fail(rejected(RejectedRequestException.Reason.QUEUE_TIMEOUT,
					"No slot became free within " + TimeUnit.NANOSECONDS.toMillis(this.config.queueTimeoutNanos())
							+ " ms; try again later or raise tacit.engine.queue-timeout",
					expectedWait()));
		}
	}

	/** Removes those that ended, and takes the next sequence there is room for. */
	private @Nullable Sequence take(List<Sequence> waiting) {
		this.lock.lock();
		try {
			for (Sequence sequence : waiting) {
				if (sequence.ended()) {
					this.queue.remove(sequence);
				}
			}
			Sequence next = this.queue.poll(this.active.all(), this.active::fits);
			this.queuedCount = this.queue.size();
			this.activeCount = this.active.all().size() + ((next != null) ? 1 : 0);
			return next;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Cancels what runs and waits, then frees the runtime. */
	@Override
	public void close() {
		close(Duration.ZERO);
	}

	/**
	 * Takes no new sequence, lets the others finish for a while, cancels the rest and
	 * frees the runtime. Idempotent; a second caller waits for the first.
	 * @param drain time to let sequences finish; zero cancels them at once
	 */
	public void close(Duration drain) {
		this.lock.lock();
		try {
			this.accepting = false;
			if (!this.closing) {
				this.closing = true;
				this.abortAt = System.nanoTime() + drain.toNanos();
			}
			this.work.signal();
		}
		finally {
			this.lock.unlock();
		}
		if (Thread.currentThread() == this.thread) {
			logger.log(System.Logger.Level.WARNING, "A listener closed the engine; it stops after this step");
			return;
		}
		forgetExit();
		this.terminated.orTimeout(drain.toSeconds() + 60, TimeUnit.SECONDS).join();
	}

}
