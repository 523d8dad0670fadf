/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.tacit.inference.decode.RejectedRequestException;
import dev.tacit.inference.decode.RejectedRequestException.Reason;
import dev.tacit.inference.model.ProgressListener;
import org.jspecify.annotations.Nullable;

/**
 * The engine of an application through its life: loading, ready, drained, closed, or
 * failed with a reason. Whoever wants to submit a request asks here, and gets the engine
 * or a {@link RejectedRequestException} that says why not.
 * <p>
 * Thread-safe. A host that loads in the background does so on a daemon thread named
 * {@code tacit-loader}.
 */
public final class EngineHost implements AutoCloseable {

	private static final long MOST_WAIT_SECONDS = 60;

	private final boolean owner;

	private final ReentrantLock lock = new ReentrantLock();

	/** Guarded by {@link #lock}: who waits for the engine. */
	private final List<Consumer<Engine>> waiting = new ArrayList<>();

	/** By reason; any thread counts. */
	private final AtomicLongArray rejections = new AtomicLongArray(Reason.values().length);

	private final long startedAt = System.nanoTime();

	private @Nullable Thread loader;

	/** Written under the lock. */
	private volatile State state;

	/** Written under the lock; there once the state has been READY. */
	private volatile @Nullable Engine engine;

	private volatile @Nullable String failure;

	private volatile LoadProgress progress = new LoadProgress("open", 0);

	private EngineHost(@Nullable Engine engine, boolean owner) {
		this.engine = engine;
		this.owner = owner;
		this.state = (engine != null) ? State.READY : State.LOADING;
	}

	/**
	 * A host of an engine that somebody else opened and will close.
	 * @param engine a running engine
	 * @return a host that is ready
	 */
	public static EngineHost of(Engine engine) {
		return new EngineHost(engine, false);
	}

	/**
	 * Opens an engine now.
	 * @param opening opens it; hears nothing that it does not report itself
	 * @return a host that is ready, and closes the engine when it is closed
	 * @throws RuntimeException if the engine cannot be opened
	 */
	public static EngineHost open(Function<ProgressListener, Engine> opening) {
		return new EngineHost(opening.apply(ProgressListener.silent()), true);
	}

	/**
	 * Opens an engine in the background.
	 * @param opening opens it, and reports to the listener it is given
	 * @param failures hears, on the loading thread, what kept the engine from being
	 * opened, or from being taken by those who waited for it
	 * @return a host that is loading
	 */
	public static EngineHost load(Function<ProgressListener, Engine> opening, Consumer<Throwable> failures) {
		EngineHost host = new EngineHost(null, true);
		Thread thread = new Thread(() -> host.loadNow(opening, failures), "tacit-loader");
		thread.setDaemon(true);
		host.loader = thread;
		thread.start();
		return host;
	}

	private void loadNow(Function<ProgressListener, Engine> opening, Consumer<Throwable> failures) {
		Engine opened = null;
		try {
			opened = opening.apply(this::report);
			while (!publish(opened)) {
				for (Consumer<Engine> one : takeWaiting()) {
					one.accept(opened);
				}
			}
		}
		catch (RuntimeException | Error ex) {
			fail(ex);
			if (opened != null) {
				opened.close();
			}
			failures.accept(ex);
		}
	}

	private void report(String phase, long done, long total) {
		if (this.state == State.CLOSED) {
			throw new CancellationException("The application closed while the model was loading");
		}
		this.progress = new LoadProgress(phase, (total > 0) ? (int) (100 * done / total) : 0);
	}

	/**
	 * Lets requests in, unless somebody still waits to be told.
	 * @return whether there is nothing more to do
	 */
	private boolean publish(Engine opened) {
		this.lock.lock();
		try {
			if (this.state == State.CLOSED) {
				throw new CancellationException("The application closed while the model was loading");
			}
			if (!this.waiting.isEmpty()) {
				return false;
			}
			this.engine = opened;
			if (this.state == State.LOADING) {
				this.state = State.READY;
			}
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	private List<Consumer<Engine>> takeWaiting() {
		this.lock.lock();
		try {
			List<Consumer<Engine>> taken = List.copyOf(this.waiting);
			this.waiting.clear();
			return taken;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void fail(Throwable cause) {
		this.lock.lock();
		try {
			if (this.state != State.CLOSED) {
				// Our own sentences quote nothing of anybody; of others the type must do.
				boolean ours = cause.getClass().getName().startsWith("dev.tacit.") && cause.getMessage() != null;
				this.failure = ours ? cause.getMessage()
						: "The model could not be loaded: " + cause.getClass().getName();
				this.state = State.FAILED;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Tells somebody of the engine once it is there, before the first request is let in.
	 * @param listener hears of it once: now, on this thread, or later on the loader's
	 */
	public void whenLoaded(Consumer<Engine> listener) {
		Engine loaded;
		this.lock.lock();
		try {
			loaded = this.engine;
			if (loaded == null) {
				this.waiting.add(listener);
			}
		}
		finally {
			this.lock.unlock();
		}
		if (loaded != null) {
			listener.accept(loaded);
		}
	}

	/**
	 * The engine, to submit a new request to it.
	 * @return the engine
	 * @throws RejectedRequestException if it is loading, drained, failed or closed
	 */
	public Engine forRequest() {
		if (this.state == State.DRAINING) {
			throw rejected(Reason.DRAINING, "The engine takes no new requests: it is being drained", null);
		}
		return forFollowUp();
	}

	/**
	 * The engine, to go on with a request that began before: with the result of a tool,
	 * for example. A drained engine still takes it.
	 * @return the engine
	 * @throws RejectedRequestException if it is loading, failed or closed
	 */
	public Engine forFollowUp() {
		Engine loaded = this.engine;
		return switch (this.state) {
			case CLOSED -> throw rejected(Reason.CLOSED, "The engine is closed", null);
			case FAILED -> throw rejected(Reason.FAILED, "The model could not be loaded; health says why", null);
			case LOADING, READY, DRAINING -> {
				if (loaded == null) {
					throw rejected(Reason.LOADING, "The model is being loaded; try again later", expectedWait());
				}
				yield loaded;
			}
		};
	}

	/**
	 * As long again as it has taken so far: a guess that gets better while it is wrong.
	 */
	private Duration expectedWait() {
		long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - this.startedAt);
		return Duration.ofSeconds(Math.max(1, Math.min(MOST_WAIT_SECONDS, seconds)));
	}

	private RejectedRequestException rejected(Reason reason, String message, @Nullable Duration retryAfter) {
		this.rejections.incrementAndGet(reason.ordinal());
		return new RejectedRequestException(reason, message, retryAfter);
	}

	/**
	 * How many requests were refused so far, here or by the engine.
	 * @param reason why
	 * @return their number
	 */
	public long rejections(Reason reason) {
		return this.rejections.get(reason.ordinal()) + loaded().map((e) -> e.rejections(reason)).orElse(0L);
	}

	/**
	 * The engine, to look at.
	 * @return the engine, empty while it has not been loaded
	 */
	public Optional<Engine> loaded() {
		return Optional.ofNullable(this.engine);
	}

	/**
	 * Where the engine is in its life.
	 * @return the state
	 */
	public State state() {
		return this.state;
	}

	/**
	 * Why the engine could not be loaded.
	 * @return a sentence, {@code null} unless it failed
	 */
	public @Nullable String failure() {
		return this.failure;
	}

	/**
	 * How far loading is.
	 * @return phase and share; the last report once loading is over
	 */
	public LoadProgress progress() {
		return this.progress;
	}

	/**
	 * Takes no new request. Those that run go on, and may follow up. Loading goes on too.
	 * Does nothing to a host that failed or is closed.
	 */
	public void drain() {
		change(State.DRAINING);
	}

	/** Takes requests again after {@link #drain}. */
	public void resume() {
		change((this.engine != null) ? State.READY : State.LOADING);
	}

	private void change(State to) {
		this.lock.lock();
		try {
			if (this.state != State.CLOSED && this.state != State.FAILED) {
				this.state = to;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Cancels what loads, runs or waits, then frees the model. Idempotent. */
	@Override
	public void close() {
		close(Duration.ZERO);
	}

	/**
	 * Takes no new request, lets the others finish for a while, cancels the rest and
	 * frees the model, if this host opened it. Loading is given up. Idempotent.
	 * @param drain time to let generations finish
	 */
	public void close(Duration drain) {
		Engine loaded;
		this.lock.lock();
		try {
			this.state = State.CLOSED;
			this.waiting.clear();
			loaded = this.engine;
		}
		finally {
			this.lock.unlock();
		}
		if (loaded != null && this.owner) {
			loaded.close(drain);
		}
		awaitLoader();
	}

	/** What one step of loading takes at most is no bound of ours. */
	private void awaitLoader() {
		Thread thread = this.loader;
		if (thread == null || thread == Thread.currentThread()) {
			return;
		}
		try {
			thread.join(TimeUnit.SECONDS.toMillis(MOST_WAIT_SECONDS));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Where an engine is in its life. */
	public enum State {

		/** The model is being checked, compiled or loaded. */
		LOADING,

		/** Requests are taken. */
		READY,

		/** What runs ends, nothing new begins. */
		DRAINING,

		/** The model could not be loaded. */
		FAILED,

		/** Nothing is taken any more. */
		CLOSED

	}

	/**
	 * How far loading is.
	 *
	 * @param phase what is done now
	 * @param percent how much of it is done, 0 to 100
	 */
	public record LoadProgress(String phase, int percent) {
	}

}
