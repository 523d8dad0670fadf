/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.tacit.audit.EvidenceRecord;
import dev.tacit.audit.EvidenceVerifier;
import dev.tacit.audit.Phase;
import dev.tacit.inference.Engine;
import dev.tacit.inference.EngineConfig;
import dev.tacit.inference.json.Json;
import dev.tacit.inference.model.ModelFolderException;

/**
 * Proves from an exported archive and a model folder, without ledger and application,
 * that this model said what a record says:
 *
 * <pre>
 * ReplayCommand evidence.zip REQUEST MODEL_FOLDER CACHE_DIRECTORY [public key of the ledger]...
 * </pre>
 *
 * The archive is verified first; it must disclose the content of the request's records.
 * The exit status is 0 if the reply is reproduced, 1 if not, 2 if it could not be tried.
 */
public final class ReplayCommand {

	private ReplayCommand() {
	}

	/**
	 * Replays a request and prints the result.
	 * @param arguments archive, request, model folder, cache directory, trusted keys
	 */
	public static void main(String[] arguments) {
		if (arguments.length < 4) {
			System.err.println("Usage: ReplayCommand evidence.zip REQUEST MODEL_FOLDER CACHE_DIRECTORY "
					+ "[public key of the ledger]...");
			System.exit(2);
		}
		int status;
		try {
			status = run(List.of(arguments));
		}
		catch (IOException | RuntimeException ex) {
			System.err.println("It could not be tried: " + ex.getMessage());
			status = 2;
		}
		System.exit(status);
	}

	/**
	 * Replays a request and prints the result.
	 * @param arguments archive, request, model folder, cache directory, trusted keys
	 * @return the exit status
	 * @throws IOException if the archive cannot be read
	 * @throws ModelFolderException if the folder is not a model
	 * @throws dev.tacit.inference.EngineException if the model does not run here
	 */
	public static int run(List<String> arguments) throws IOException {
		Path archive = Path.of(arguments.get(0));
		EvidenceVerifier.Result archived = EvidenceVerifier.verify(archive, arguments.subList(4, arguments.size()));
		System.out.println(archived.sentence());
		if (!archived.valid()) {
			return 1;
		}
		String facts = "{}";
		Map<?, ?> asked = Map.of();
		Map<?, ?> answered = Map.of();
		for (EvidenceRecord item : EvidenceRecord.ofRequest(archive, arguments.get(1))) {
			if (item.record().phase().equals(Phase.INTENT.name())) {
				asked = item.content().orElse(Map.of());
			}
			else if (item.record().phase().equals(Phase.COMPLETED.name())) {
				facts = item.record().facts();
				answered = item.content().orElse(Map.of());
			}
		}
		EngineConfig config = config(facts, answered).withCacheDirectory(Path.of(arguments.get(3)));
		try (Engine engine = Engine.open(Path.of(arguments.get(2)), config)) {
			ReplayReport report = new ReplayProof(engine).replay(facts, asked, answered);
			System.out.println(report.sentence());
			return (report.verdict() == ReplayReport.Verdict.REPRODUCED) ? 0 : 1;
		}
	}

	/** As the model ran when it said this: its variant, and room for what it read. */
	private static EngineConfig config(String facts, Map<?, ?> answered) {
		EngineConfig config = EngineConfig.defaults();
		int tokens = ReplayMaterial.read(answered)
			.map((recorded) -> recorded.prompt().length + recorded.reply().length)
			.orElse(0);
		config = config.withContextLength(Math.max(config.contextLength(), tokens + 1));
		return (Json.parse(facts) instanceof Map<?, ?> map && map.get("variant") instanceof String variant)
				? config.withVariant(variant) : config;
	}

}
