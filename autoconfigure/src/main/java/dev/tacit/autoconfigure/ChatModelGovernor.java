/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import dev.tacit.audit.Actor;
import dev.tacit.audit.AuditEntry;
import dev.tacit.audit.AuditLedger;
import dev.tacit.audit.Phase;
import dev.tacit.chat.TacitChatModel;
import dev.tacit.governance.CallerResolver;
import dev.tacit.governance.ConversationTokens;
import dev.tacit.governance.EngineRouter;
import dev.tacit.governance.FindingsListener;
import dev.tacit.governance.GovernedChatModel;
import dev.tacit.governance.OverflowRouter;
import dev.tacit.governance.Quotas;
import dev.tacit.governance.ReasoningVisibility;
import dev.tacit.governance.RecordingLevels;
import dev.tacit.governance.RequestRetention;
import dev.tacit.governance.Route;
import dev.tacit.inference.EngineHost;
import dev.tacit.inference.EngineInfo;
import dev.tacit.privacy.LeavingProcess;
import dev.tacit.privacy.PrivacyPolicy;
import org.springframework.ai.chat.model.ChatModel;

/**
 * Puts governance around a chat model.
 *
 * @param tokens policy and detectors, and the tokens of conversations
 * @param ledger receives the evidence
 * @param callers says on whose behalf a request runs
 * @param findings hears what the policy found
 * @param quotas what each caller may use
 * @param retention which retention class a request's records belong to
 * @param levels how much of each request is recorded
 */
record ChatModelGovernor(ConversationTokens tokens, AuditLedger ledger, CallerResolver callers,
		FindingsListener findings, Quotas quotas, RequestRetention retention, RecordingLevels levels) {

	static final String ONLY_REMOTE = "Only a remote engine is configured for a chat model";

	/**
	 * Governs a model. While it loads there is no identity to record, so a request is
	 * refused before anything of it is read.
	 */
	ChatModel govern(TacitChatModel model, EngineHost host, ReasoningVisibility visibility) {
		Supplier<Map<String, String>> facts = localFacts(host);
		return governed(model, local(model, Map::of), visibility, facts);
	}

	/** The engine in this process first, a remote one while the queue is long. */
	ChatModel governWithOverflow(TacitChatModel model, EngineHost host, RemoteEngine remote,
			ReasoningVisibility visibility) {
		requireThatSomethingMayLeave("tacit.remote.overflow.enabled=true sends requests to a remote engine");
		EngineRouter local = local(model, localFacts(host));
		EngineRouter router = SettingException.checked("tacit.remote.overflow",
				() -> new OverflowRouter(local, remote(remote),
						() -> host.loaded().map((engine) -> engine.status().queued()).orElse(0),
						remote.overflow().getQueueLength()));
		return governed(model, router, visibility, policyFacts());
	}

	ChatModel governRemote(RemoteEngine engine, ReasoningVisibility visibility) {
		return governed(engine.model(), remote(engine), visibility, policyFacts());
	}

	private PrivacyPolicy policy() {
		return this.tokens.filter().policy();
	}

	/**
	 * An application had better not start that counts on what its policy forbids.
	 * @param what how it counts on that
	 */
	void requireThatSomethingMayLeave(String what) {
		if (policy().leavingProcess() == LeavingProcess.NEVER) {
			throw new RemoteConfigurationException(what
					+ ", but the privacy policy lets no prompt leave this process (tacit.privacy.leaving-process)");
		}
	}

	private EngineRouter local(TacitChatModel model, Supplier<Map<String, String>> facts) {
		// The principal is the scope: nobody's cached prefix serves somebody else.
		return (caller, departure) -> new Route(
				model.onBehalfOf(new dev.tacit.inference.decode.Caller(caller.id(), 0, caller.id())), facts.get());
	}

	private EngineRouter remote(RemoteEngine engine) {
		return (caller, departure) -> {
			departure.require();
			return new Route(engine.model(), engine.facts());
		};
	}

	private ChatModel governed(ChatModel model, EngineRouter router, ReasoningVisibility visibility,
			Supplier<Map<String, String>> facts) {
		return new GovernedChatModel(model, this.levels.noted(router), this.tokens, this.ledger, this.callers,
				visibility, this.findings, facts, this.quotas, this.retention);
	}

	private Supplier<Map<String, String>> policyFacts() {
		Map<String, String> facts = Map.of("policy", policy().version());
		return () -> facts;
	}

	/**
	 * The identity of the engine in this process; what it throws while it loads refuses.
	 */
	private Supplier<Map<String, String>> localFacts(EngineHost host) {
		AtomicReference<Map<String, String>> loaded = new AtomicReference<>(Map.of());
		host.whenLoaded((engine) -> {
			Map<String, String> facts = facts(engine.info());
			recordModel(facts);
			loaded.set(facts);
		});
		return () -> {
			host.forFollowUp();
			return loaded.get();
		};
	}

	private Map<String, String> facts(EngineInfo info) {
		Map<String, String> facts = new LinkedHashMap<>();
		facts.put("engine", "local");
		facts.put("model", info.name());
		facts.put("modelSha256", info.sha256());
		facts.put("variant", info.variant());
		facts.put("runtime", "onnxruntime " + info.runtimeVersion());
		facts.put("policy", policy().version());
		return Map.copyOf(facts);
	}

	/** What answers from now on, and what answered before if that was another model. */
	private void recordModel(Map<String, String> facts) {
		Actor system = new Actor("system", "none", Set.of());
		Map<String, String> loaded = new LinkedHashMap<>(facts);
		this.ledger.lastFact(Phase.MODEL_LOADED, "modelSha256")
			.filter((before) -> !before.equals(facts.get("modelSha256")))
			.ifPresent((before) -> loaded.put("previousSha256", before));
		this.ledger.appendDurably(
				new AuditEntry(Phase.MODEL_LOADED, AuditEntry.newRequestId(), null, system, null, loaded, null));
	}

}
