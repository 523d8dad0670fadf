/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.util.Map;

import dev.tacit.remote.RemoteChatModel;

/**
 * A configured remote engine, not yet governed; a bean of this package only.
 *
 * @param model the model
 * @param facts its identity, for the ledger
 * @param overflow when it answers in place of the engine in this process
 */
record RemoteEngine(RemoteChatModel model, Map<String, String> facts, TacitRemoteProperties.Overflow overflow) {

	static Map<String, String> facts(String model, String endpoint) {
		return Map.of("engine", "remote", "model", model, "endpoint", endpoint, "runtime", "openai-compatible");
	}

	/** Scheme, host and port. */
	String endpoint() {
		return String.valueOf(this.facts.get("endpoint"));
	}

	@Override
	public String toString() {
		return "RemoteEngine[" + endpoint() + "]";
	}

}
