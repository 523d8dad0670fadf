/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.model;

import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Turns progress into lines for a terminal or a log, such as
 * {@code weights 42 %, 310 MB/s, 4 s left}: at most one a second and phase, and one at
 * the end of each phase that took longer than that. Not thread-safe, like the work it
 * follows.
 */
public final class ProgressReport implements ProgressListener {

	private static final long PAUSE_NANOS = 1_000_000_000L;

	private final Consumer<String> lines;

	private final LongSupplier nanoTime;

	private String phase = "";

	private long phaseStart;

	private long startUnits;

	private long lastLine;

	private boolean wrote;

	ProgressReport(Consumer<String> lines, LongSupplier nanoTime) {
		this.lines = lines;
		this.nanoTime = nanoTime;
	}

	/**
	 * A report in lines.
	 * @param lines hears each line, without a line break
	 * @return the report
	 */
	public static ProgressReport to(Consumer<String> lines) {
		return new ProgressReport(lines, System::nanoTime);
	}

	@Override
	public void progress(String phase, long done, long total) {
		long now = this.nanoTime.getAsLong();
		if (!phase.equals(this.phase)) {
			this.phase = phase;
			this.phaseStart = now;
			this.startUnits = done;
			this.lastLine = now;
			this.wrote = false;
		}
		boolean last = done >= total && this.wrote;
		if (total > 0 && (last || now - this.lastLine >= PAUSE_NANOS)) {
			this.lastLine = now;
			this.wrote = done < total;
			this.lines.accept(line(done, total, (now - this.phaseStart) / 1e9));
		}
	}

	private String line(long done, long total, double seconds) {
		double rate = (seconds > 0) ? (done - this.startUnits) / seconds : 0;
		String line = String.format(Locale.ROOT, "%s %d %%", this.phase, Math.round(100.0 * done / total));
		// Phases of a few units are not counted in bytes.
		if (total < 1000 || rate <= 0) {
			return line;
		}
		line += String.format(Locale.ROOT, ", %.0f MB/s", rate / 1e6);
		return (done < total) ? line + String.format(Locale.ROOT, ", %.0f s left", (total - done) / rate) : line;
	}

}
