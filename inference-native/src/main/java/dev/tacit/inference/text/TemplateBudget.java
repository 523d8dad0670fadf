/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

/**
 * What one rendering may use: steps, time, text and depth. Work of any kind is paid for
 * in steps, so no template runs for ever or fills the heap.
 */
final class TemplateBudget {

	static final int MAX_TEXT = 8_000_000;

	private static final int MAX_STEPS = 2_000_000;

	private static final long MAX_NANOS = 10_000_000_000L;

	private static final int MAX_LEVELS = 400;

	private static final int MAX_MACROS = 60;

	private final long start = System.nanoTime();

	private int steps;

	private int nextCheck;

	private int levels;

	private int macros;

	void spend(int cost) {
		this.steps += cost;
		if (this.steps < 0 || this.steps > MAX_STEPS) {
			throw new TemplateFault("the budget of " + MAX_STEPS + " steps is spent");
		}
		if (this.steps >= this.nextCheck) {
			this.nextCheck = this.steps + 10_000;
			if (System.nanoTime() - this.start > MAX_NANOS) {
				throw new TemplateFault("the rendering takes longer than " + MAX_NANOS / 1_000_000_000L + " seconds");
			}
			if (Thread.currentThread().isInterrupted()) {
				throw new TemplateFault("the rendering was interrupted");
			}
		}
	}

	/** Pays for a text and bounds its length. */
	String text(String text) {
		length(text.length());
		return text;
	}

	/** Pays for a text that is about to be built. */
	void length(long characters) {
		if (characters > MAX_TEXT) {
			throw new TemplateFault("a text exceeds " + MAX_TEXT + " characters; shorten the conversation");
		}
		spend(1 + (int) (characters / 16));
	}

	/**
	 * Enters a macro. Its nesting counts towards a bound of the rendering, so the Java
	 * stack is bounded too.
	 */
	void enter(int height) {
		this.levels += height;
		if (++this.macros > MAX_MACROS || this.levels > MAX_LEVELS) {
			throw new TemplateFault("macros call each other too deeply");
		}
	}

	void leave(int height) {
		this.levels -= height;
		this.macros--;
	}

}
