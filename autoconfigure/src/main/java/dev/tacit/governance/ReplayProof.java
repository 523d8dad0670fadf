/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.tacit.audit.AuditQuery;
import dev.tacit.audit.AuditReader;
import dev.tacit.audit.AuditRecord;
import dev.tacit.audit.Phase;
import dev.tacit.governance.ReplayReport.Verdict;
import dev.tacit.inference.Engine;
import dev.tacit.inference.GenerationTokens;
import dev.tacit.inference.ReplyText;
import dev.tacit.inference.json.Json;
import dev.tacit.inference.json.JsonException;
import dev.tacit.inference.sample.TokenScore;

/**
 * Proves that a model said what a record says: reads the recorded prompt and reply again
 * and asks of each token whether this model, with the recorded sampling and seed, gives
 * it. The recorded texts must be what the tokens say. Works with the model of the same
 * digest and quantisation; another processor may round differently, within the tolerance.
 * Thread-safe.
 */
public final class ReplayProof {

	/**
	 * Logarithm by which another token may be likelier in a greedy reply: what reading in
	 * chunks rounds otherwise than writing.
	 */
	static final double GREEDY_TOLERANCE = 0.1;

	/** How far the random number may be from the token's share in a drawn reply. */
	static final double DRAWN_TOLERANCE = 0.02;

	private static final Pattern PSEUDONYM = Pattern.compile("\\[\\[[A-Z][A-Z0-9_]{1,63}:[0-9a-z]{1,32}\\]\\]");

	private final Engine engine;

	/**
	 * Proves with an engine.
	 * @param engine runs the model in question
	 */
	public ReplayProof(Engine engine) {
		this.engine = engine;
	}

	/**
	 * Replays a request that the ledger holds. The reads are recorded.
	 * @param reader reads on behalf of somebody who may see content
	 * @param requestId the request
	 * @return what was found
	 * @throws dev.tacit.audit.AuditUnavailableException if the ledger cannot be read
	 * @throws dev.tacit.inference.decode.RejectedRequestException if the engine is busy
	 */
	public ReplayReport replay(AuditReader reader, String requestId) {
		Optional<AuditRecord> outcome = Optional.empty();
		Optional<AuditRecord> intent = Optional.empty();
		for (AuditRecord record : reader.search(AuditQuery.ofRequest(requestId))) {
			outcome = record.phase().equals(Phase.COMPLETED.name()) ? Optional.of(record) : outcome;
			intent = record.phase().equals(Phase.INTENT.name()) ? Optional.of(record) : intent;
		}
		return replay(outcome.map(AuditRecord::facts).orElse("{}"), intent.flatMap(reader::content).orElse(Map.of()),
				outcome.flatMap(reader::content).orElse(Map.of()));
	}

	/**
	 * Replays disclosed records.
	 * @param facts facts of the outcome, a JSON object
	 * @param asked content of the intent
	 * @param answered content of the outcome
	 * @return what was found
	 */
	public ReplayReport replay(String facts, Map<?, ?> asked, Map<?, ?> answered) {
		GenerationTokens tokens = ReplayMaterial.read(answered).orElse(null);
		if (tokens == null || tokens.prompt().length == 0 || tokens.reply().length == 0 || asked.isEmpty()) {
			return unasked(Verdict.NOT_RECORDED);
		}
		if (!ofThisModel(facts)) {
			return unasked(Verdict.OTHER_MODEL);
		}
		try {
			if (!asks(this.engine.text(tokens.prompt()), asked)
					|| !says(this.engine.replyText(tokens.reply()), answered)) {
				return unasked(Verdict.TEXT_DIFFERS);
			}
			return judged(tokens, this.engine.score(tokens));
		}
		catch (IllegalArgumentException ex) {
			// Ids that are none of this model's say nothing.
			return unasked(Verdict.TEXT_DIFFERS);
		}
	}

	private static ReplayReport unasked(Verdict verdict) {
		return new ReplayReport(verdict, List.of(), -1, 0);
	}

	private boolean ofThisModel(String facts) {
		try {
			return Json.parse(facts) instanceof Map<?, ?> map
					&& this.engine.info().sha256().equals(map.get("modelSha256"))
					&& this.engine.info().variant().equals(map.get("variant"));
		}
		catch (JsonException ex) {
			return false;
		}
	}

	/** Whether the prompt holds what people and tools wrote, in that order. */
	private static boolean asks(String prompt, Map<?, ?> asked) {
		if (!(asked.get("messages") instanceof List<?> messages)) {
			return false;
		}
		int from = 0;
		for (Object item : messages) {
			Map<?, ?> message = (item instanceof Map<?, ?> map) ? map : Map.of();
			if ("assistant".equals(message.get("role"))) {
				// Templates drop or rewrite parts of earlier replies.
				continue;
			}
			for (String text : texts(message)) {
				int at = prompt.indexOf(text.strip(), from);
				if (at < 0) {
					return false;
				}
				from = at + text.strip().length();
			}
		}
		return true;
	}

	private static List<String> texts(Map<?, ?> message) {
		if (message.get("results") instanceof List<?> results) {
			return results.stream()
				.map((result) -> (result instanceof Map<?, ?> map) ? String.valueOf(map.get("result")) : "")
				.toList();
		}
		return List.of((message.get("text") instanceof String text) ? text : "");
	}

	private static boolean says(ReplyText said, Map<?, ?> answered) {
		String answer = String.valueOf(answered.get("answer"));
		if (!same(said.reasoning(), String.valueOf(answered.get("reasoning")))) {
			return false;
		}
		if (answered.get("toolCalls") instanceof List<?> calls && !calls.isEmpty()) {
			return said.answer().contains(answer) && calls.stream()
				.allMatch((call) -> call instanceof Map<?, ?> map
						&& said.answer().contains(String.valueOf(map.get("name"))));
		}
		// A stop sequence cuts the answer off where its tokens go on.
		return same(said.answer(), answer) || !said.stopped() && said.answer().startsWith(answer);
	}

	/**
	 * The model wrote a pseudonym where a permitted caller, and the record, has a value.
	 */
	static boolean same(String said, String recorded) {
		if (said.equals(recorded)) {
			return true;
		}
		String[] parts = PSEUDONYM.split(said, -1);
		String last = parts[parts.length - 1];
		int end = recorded.length() - last.length();
		if (parts.length == 1 || !recorded.startsWith(parts[0]) || !recorded.endsWith(last)) {
			return false;
		}
		int from = parts[0].length();
		for (int i = 1; i < parts.length - 1; i++) {
			int at = recorded.indexOf(parts[i], from + 1);
			if (at < 0) {
				return false;
			}
			from = at + parts[i].length();
		}
		return from < end;
	}

	private static ReplayReport judged(GenerationTokens tokens, List<TokenScore> scores) {
		double tolerance = tokens.sampling().greedy() ? GREEDY_TOLERANCE : DRAWN_TOLERANCE;
		int farthest = 0;
		int free = 0;
		double distance = -1;
		for (int place = 0; place < scores.size(); place++) {
			if (tokens.forced().get(place) || tokens.bound().get(place)) {
				continue;
			}
			free++;
			if (scores.get(place).distance() > distance && distance <= tolerance) {
				farthest = place;
				distance = scores.get(place).distance();
			}
		}
		Verdict verdict = (distance > tolerance) ? Verdict.DIFFERS : Verdict.REPRODUCED;
		return new ReplayReport(verdict, scores, farthest, free);
	}

}
