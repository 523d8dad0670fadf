/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.observability;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import dev.tacit.audit.AuditLedger;
import dev.tacit.inference.Engine;
import dev.tacit.inference.EngineConfig;
import dev.tacit.inference.EngineHost;
import dev.tacit.inference.EngineInfo;
import dev.tacit.inference.decode.SchedulerStatus;
import dev.tacit.inference.model.Architecture;
import dev.tacit.privacy.PrivacyFilter;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Actuator endpoint {@code tacit}: which model runs, byte for byte, how it runs, and in
 * short the policy and the ledger around it. Numbers, names and digests; no text of
 * anyone. Writing to it drains the engine, and takes that back.
 */
@Endpoint(id = "tacit")
public final class TacitEndpoint {

	private final EngineHost host;

	private final @Nullable PrivacyFilter filter;

	private final @Nullable AuditLedger ledger;

	/**
	 * Describes an engine and what governs it.
	 * @param host the engine's host
	 * @param filter the policy, {@code null} if nothing is governed
	 * @param ledger the ledger, {@code null} if nothing is recorded
	 */
	public TacitEndpoint(EngineHost host, @Nullable PrivacyFilter filter, @Nullable AuditLedger ledger) {
		this.host = host;
		this.filter = filter;
		this.ledger = ledger;
	}

	/**
	 * The whole description.
	 * @return what runs, and how
	 */
	@ReadOperation
	public Map<String, Object> description() {
		Map<String, Object> all = new LinkedHashMap<>();
		all.put("state", this.host.state().name().toLowerCase(Locale.ROOT));
		if (this.host.failure() != null) {
			all.put("reason", this.host.failure());
		}
		this.host.loaded().ifPresentOrElse((engine) -> {
			all.put("model", model(engine.info()));
			all.put("engine", engine(engine));
			all.put("caches", caches(engine));
		}, () -> all.put("loading", this.host.progress()));
		if (this.filter != null) {
			all.put("policy", Map.of("version", this.filter.policy().version(), "roles", this.filter.policy().roles(),
					"entities", this.filter.entities().size()));
		}
		if (this.ledger != null) {
			all.put("ledger", this.ledger.status());
		}
		return all;
	}

	/**
	 * Drains the engine, or takes requests again. Requests that run go on, and may follow
	 * up with the results of tools.
	 * @param drain whether new requests are refused
	 * @return the state afterwards
	 */
	@WriteOperation
	public Map<String, Object> drain(boolean drain) {
		if (drain) {
			this.host.drain();
		}
		else {
			this.host.resume();
		}
		Map<String, Object> after = new LinkedHashMap<>();
		after.put("state", this.host.state().name().toLowerCase(Locale.ROOT));
		this.host.loaded().ifPresent((engine) -> {
			after.put("active", engine.status().active());
			after.put("queued", engine.status().queued());
		});
		return after;
	}

	private static Map<String, Object> model(EngineInfo info) {
		Architecture architecture = info.architecture();
		Map<String, Object> model = new LinkedHashMap<>();
		model.put("name", info.name());
		model.put("sha256", info.sha256());
		model.put("files", info.fileDigests());
		model.put("variant", info.variant());
		model.put("layers", architecture.layers().size());
		model.put("hiddenSize", architecture.hiddenSize());
		model.put("vocabularySize", architecture.vocabularySize());
		model.put("runtime", "onnxruntime " + info.runtimeVersion());
		return model;
	}

	private static Map<String, Object> engine(Engine engine) {
		SchedulerStatus status = engine.status();
		EngineConfig config = engine.config();
		Map<String, Object> state = new LinkedHashMap<>();
		state.put("threads", engine.info().threads());
		state.put("slots", engine.info().slots());
		state.put("active", status.active());
		state.put("queueCapacity", config.queueCapacity());
		state.put("queued", status.queued());
		state.put("contextLength", engine.info().contextLength());
		state.put("prefillChunk", config.prefillChunk());
		state.put("prefillTokensPerSecond", status.prefillRate());
		state.put("decodeTokensPerSecond", status.decodeRate());
		state.put("batchSize", status.batchSize());
		return state;
	}

	private static Map<String, Object> caches(Engine engine) {
		SchedulerStatus status = engine.status();
		Map<String, Object> caches = new LinkedHashMap<>();
		caches.put("stateTokens", status.stateTokens());
		caches.put("stateCapacity", status.stateCapacity());
		caches.put("bytesPerToken", engine.stateBytesPerToken());
		caches.put("prefixBytes", status.cacheBytes());
		caches.put("prefixBytesLimit", engine.config().prefixCacheBytes());
		caches.put("prefixTokensSpared", status.promptTokensCached());
		caches.put("promptLookup", engine.config().promptLookup());
		caches.put("tokensDrafted", status.tokensDrafted());
		caches.put("tokensAccepted", status.tokensAccepted());
		return caches;
	}

}
