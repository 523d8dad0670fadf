/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.util.List;
import java.util.function.Consumer;

import dev.tacit.governance.FindingsListener;
import dev.tacit.governance.Refusal;
import dev.tacit.privacy.Direction;
import dev.tacit.privacy.Finding;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Every listener of the application as one.
 *
 * @param listeners the beans
 */
record FindingsListeners(ObjectProvider<FindingsListener> listeners) implements FindingsListener {

	@Override
	public void found(List<Finding> findings) {
		each((listener) -> listener.found(findings));
	}

	@Override
	public void scanned(Direction direction, long nanos) {
		each((listener) -> listener.scanned(direction, nanos));
	}

	@Override
	public void heldBack(long nanos) {
		each((listener) -> listener.heldBack(nanos));
	}

	@Override
	public void refused(Refusal refusal) {
		each((listener) -> listener.refused(refusal));
	}

	private void each(Consumer<FindingsListener> call) {
		this.listeners.orderedStream().forEach(call);
	}

}
