/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import dev.tacit.audit.Actor;
import dev.tacit.audit.AuditEntry;
import dev.tacit.audit.AuditLedger;
import dev.tacit.audit.Phase;
import dev.tacit.chat.TacitChatModel;
import dev.tacit.governance.CallerResolver;
import dev.tacit.governance.EngineRouter;
import dev.tacit.governance.FindingsListener;
import dev.tacit.governance.GovernedChatModel;
import dev.tacit.governance.OverflowRouter;
import dev.tacit.governance.ReasoningVisibility;
import dev.tacit.governance.Route;
import dev.tacit.inference.Engine;
import dev.tacit.inference.EngineInfo;
import dev.tacit.privacy.LeavingProcess;
import dev.tacit.privacy.PrivacyFilter;
import org.springframework.ai.chat.model.ChatModel;

/**
 * Puts governance around a chat model.
 *
 * @param filter policy and detectors
 * @param ledger receives the evidence
 * @param callers says on whose behalf a request runs
 * @param findings hears what the policy found
 */
record ChatModelGovernor(PrivacyFilter filter, AuditLedger ledger, CallerResolver callers, FindingsListener findings) {

	ChatModel govern(TacitChatModel model, EngineInfo info, ReasoningVisibility visibility) {
		Map<String, String> facts = localFacts(info);
		recordModel(facts);
		return governed(model, local(model, facts), visibility, facts);
	}

	/** The engine in this process first, a remote one while the queue is long. */
	ChatModel governWithOverflow(TacitChatModel model, Engine engine, RemoteEngine remote,
			ReasoningVisibility visibility) {
		Map<String, String> facts = localFacts(engine.info());
		recordModel(facts);
		EngineRouter router = new OverflowRouter(local(model, facts), remote(remote), () -> engine.status().queued(),
				remote.overflow().getQueueLength());
		return governed(model, router, visibility, Map.of("policy", this.filter.policy().version()));
	}

	ChatModel governRemote(RemoteEngine engine, ReasoningVisibility visibility) {
		return governed(engine.model(), remote(engine), visibility, Map.of("policy", this.filter.policy().version()));
	}

	/** An application whose every prompt would be refused had better not start. */
	void requireThatSomethingMayLeave() {
		if (this.filter.policy().leavingProcess() == LeavingProcess.NEVER) {
			throw new RemoteConfigurationException(
					"Only a remote engine is configured for a chat model, but the privacy policy lets no prompt leave this process (tacit.privacy.leaving-process)");
		}
	}

	private EngineRouter local(TacitChatModel model, Map<String, String> facts) {
		// The principal is the scope: nobody's cached prefix serves somebody else.
		return (caller, departure) -> new Route(
				model.onBehalfOf(new dev.tacit.inference.decode.Caller(caller.id(), 0, caller.id())), facts);
	}

	private EngineRouter remote(RemoteEngine engine) {
		return (caller, departure) -> {
			departure.require();
			return new Route(engine.model(), engine.facts());
		};
	}

	private ChatModel governed(ChatModel model, EngineRouter router, ReasoningVisibility visibility,
			Map<String, String> facts) {
		return new GovernedChatModel(model, router, this.filter, this.ledger, this.callers, visibility, this.findings,
				facts);
	}

	private Map<String, String> localFacts(EngineInfo info) {
		Map<String, String> facts = new LinkedHashMap<>();
		facts.put("engine", "local");
		facts.put("model", info.name());
		facts.put("modelSha256", info.sha256());
		facts.put("variant", info.variant());
		facts.put("runtime", "onnxruntime " + info.runtimeVersion());
		facts.put("policy", this.filter.policy().version());
		return facts;
	}

	/** What answers from now on, and what answered before if that was another model. */
	private void recordModel(Map<String, String> facts) {
		Actor system = new Actor("system", "none", Set.of());
		Map<String, String> loaded = new LinkedHashMap<>(facts);
		this.ledger.lastFact(Phase.MODEL_LOADED, "modelSha256")
			.filter((before) -> !before.equals(facts.get("modelSha256")))
			.ifPresent((before) -> loaded.put("previousSha256", before));
		this.ledger.appendDurably(
				new AuditEntry(Phase.MODEL_LOADED, UUID.randomUUID().toString(), null, system, null, loaded, null));
	}

}
