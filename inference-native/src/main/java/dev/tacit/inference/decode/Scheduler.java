/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.decode;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Decodes sequences side by side on one thread of its own. Each round gives every active
 * sequence one step: a chunk of its prompt, or one token; so a long prompt stalls the
 * others for one chunk at most, and a cancelled sequence gives its slot back within one
 * step.
 * <p>
 * Sequences share no tensor: company cannot change an answer.
 * <p>
 * Thread-safe. {@link #lock} guards the queue and the life cycle; sequences and tensors
 * belong to the decode thread; the numbers of {@link #status()} are volatile copies.
 */
public final class Scheduler implements AutoCloseable {

	private static final System.Logger logger = System.getLogger(Scheduler.class.getName());

	private final SchedulerConfig config;

	private final GraphSession session;

	private final float[] logits;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition work = this.lock.newCondition();

	private final Deque<Sequence> queue = new ArrayDeque<>();

	private final List<Sequence> active = new ArrayList<>();

	private final TokenRate prefillRate = new TokenRate(System::nanoTime);

	private final TokenRate decodeRate = new TokenRate(System::nanoTime);

	private final Thread thread;

	private final CompletableFuture<Void> terminated = new CompletableFuture<>();

	private boolean closing;

	private volatile long abortAt = Long.MAX_VALUE;

	private volatile int activeCount;

	private volatile int queuedCount;

	private volatile long stateTokens;

	private volatile long stateCapacity;

	private volatile boolean accepting = true;

	/** Moving average of the time a sequence takes, the base of every Retry-After. */
	private volatile double averageNanos = 1e9;

	private Scheduler(Path graph, SchedulerConfig config) {
		this.config = config;
		this.session = new GraphSession(graph, config.threads());
		this.logits = new float[this.session.vocabularySize()];
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
		Scheduler scheduler = new Scheduler(graph, config);
		scheduler.thread.start();
		return scheduler;
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
		if (task.prompt().length >= this.config.contextLength()) {
			throw new RejectedRequestException(RejectedRequestException.Reason.PROMPT_TOO_LONG,
					"The prompt has " + task.prompt().length + " tokens and the context holds "
							+ this.config.contextLength() + "; shorten the prompt or raise tacit.engine.context-length",
					null);
		}
		Sequence sequence = new Sequence(task, this, this.config.contextLength());
		this.lock.lock();
		try {
			if (this.closing) {
				throw new RejectedRequestException(RejectedRequestException.Reason.CLOSED, "The engine is closed",
						null);
			}
			int free = Math.max(0, this.config.slots() - this.activeCount);
			if (this.queue.size() >= this.config.queueCapacity() + free) {
				throw new RejectedRequestException(RejectedRequestException.Reason.QUEUE_FULL,
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

	private Duration expectedWait() {
		double rounds = (this.queue.size() + 1.0) / this.config.slots();
		return Duration.ofNanos((long) (rounds * this.averageNanos));
	}

	/**
	 * What the scheduler does right now.
	 * @return a snapshot
	 */
	public SchedulerStatus status() {
		return new SchedulerStatus(this.activeCount, this.queuedCount, this.config.slots(), this.stateTokens,
				this.stateCapacity, this.prefillRate.perSecond(), this.decodeRate.perSecond(), this.accepting);
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
				round();
			}
		}
		finally {
			this.session.close();
			this.terminated.complete(null);
		}
	}

	/**
	 * Fills free slots, and waits where there is nothing to do.
	 * @return false when the scheduler is closed and empty
	 */
	private boolean awaitWork() {
		List<Sequence> expired = new ArrayList<>();
		List<Sequence> started = new ArrayList<>();
		this.lock.lock();
		try {
			while (this.queue.isEmpty() && this.active.isEmpty()) {
				if (this.closing) {
					return false;
				}
				this.work.awaitUninterruptibly();
			}
			while (this.active.size() < this.config.slots() && !this.queue.isEmpty()) {
				Sequence next = this.queue.poll();
				this.active.add(next);
				started.add(next);
			}
			expired.addAll(this.queue);
			this.activeCount = this.active.size();
			this.queuedCount = this.queue.size();
		}
		finally {
			this.lock.unlock();
		}
		boolean abort = System.nanoTime() - this.abortAt >= 0 && this.abortAt != Long.MAX_VALUE;
		// Callbacks run without the lock: a listener may submit or cancel.
		expired.removeIf((sequence) -> !(abort ? aborted(sequence) : sequence.expire()));
		started.removeIf(Sequence::expire);
		started.forEach((sequence) -> sequence.start(this.session));
		if (abort) {
			this.active.forEach((sequence) -> sequence.end(FinishReason.CANCELLED));
		}
		if (!expired.isEmpty()) {
			this.lock.lock();
			try {
				this.queue.removeAll(expired);
				this.queuedCount = this.queue.size();
			}
			finally {
				this.lock.unlock();
			}
		}
		return true;
	}

	private static boolean aborted(Sequence sequence) {
		sequence.end(FinishReason.CANCELLED);
		return true;
	}

	private void round() {
		long tokens = 0;
		long capacity = 0;
		for (Iterator<Sequence> sequences = this.active.iterator(); sequences.hasNext();) {
			Sequence sequence = sequences.next();
			if (!sequence.ended() && !sequence.expire()) {
				sequence.step(this.session, this.logits, this.config.prefillChunk(), this.prefillRate, this.decodeRate);
			}
			if (sequence.ended()) {
				sequences.remove();
				this.averageNanos = 0.8 * this.averageNanos + 0.2 * sequence.totalNanos();
			}
			tokens += sequence.stateTokens();
			capacity += sequence.stateCapacity();
		}
		this.stateTokens = tokens;
		this.stateCapacity = capacity;
		this.activeCount = this.active.size();
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
		this.terminated.orTimeout(drain.toSeconds() + 60, TimeUnit.SECONDS).join();
	}

}
