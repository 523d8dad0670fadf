/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

import dev.tacit.inference.json.Json;
import dev.tacit.inference.json.JsonException;
import dev.tacit.inference.json.JsonLimits;
import org.jspecify.annotations.Nullable;

/**
 * Verifies an exported archive without database and application:
 *
 * <pre>
 * java -cp tacit-spring-boot-autoconfigure.jar:tacit-inference.jar dev.tacit.audit.EvidenceVerifier evidence.zip KEY...
 * </pre>
 *
 * A key is what {@code keys.txt} of an earlier export says. Without one, the keys of the
 * archive itself count, which proves only that it is consistent. The exit status is 0 if
 * everything stands, 1 if not.
 */
public final class EvidenceVerifier {

	private final Set<VerifyingKey> trusted = new LinkedHashSet<>();

	private final List<PruneManifest.Content> manifests = new ArrayList<>();

	private long records;

	private long disclosed;

	private long sealed;

	private long pruned;

	private EvidenceVerifier() {
	}

	/**
	 * Verifies an archive and prints the result.
	 * @param arguments archive, trusted keys
	 * @throws IOException if the archive cannot be read
	 */
	public static void main(String[] arguments) throws IOException {
		if (arguments.length == 0) {
			System.err.println("Usage: EvidenceVerifier evidence.zip [public key of the ledger]...");
			System.exit(2);
		}
		Result result = verify(Path.of(arguments[0]), List.of(arguments).subList(1, arguments.length));
		System.out.println(result.sentence());
		System.exit(result.valid() ? 0 : 1);
	}

	/**
	 * Verifies an archive.
	 * @param archive the file
	 * @param keys trusted keys; those of the archive if there are none
	 * @return the result, whatever is in the archive
	 * @throws IOException if the file cannot be read
	 */
	public static Result verify(Path archive, List<String> keys) throws IOException {
		if (!Files.isReadable(archive)) {
			throw new IOException("The archive cannot be read");
		}
		EvidenceVerifier verifier = new EvidenceVerifier();
		try (ZipFile zip = new ZipFile(archive.toFile(), StandardCharsets.UTF_8)) {
			return verifier.verify(zip, keys);
		}
		catch (Broken | JsonException | IllegalArgumentException | IndexOutOfBoundsException | ZipException ex) {
			String place = (ex instanceof Broken broken) ? broken.getMessage() : "the archive is malformed";
			return new Result(false, verifier.records, "BROKEN: " + place);
		}
	}

	private Result verify(ZipFile zip, List<String> keys) throws IOException {
		for (String key : keys.isEmpty() ? text(zip, EvidenceExport.KEYS).lines().toList() : keys) {
			this.trusted.add(VerifyingKey.parse(key).orElseThrow(() -> new Broken("a public key is malformed")));
		}
		followRotations(zip);
		SignedNote note = SignedNote.parse(text(zip, EvidenceExport.CHECKPOINT))
			.orElseThrow(() -> new Broken("the checkpoint is malformed"));
		if (!note.signedByAny(this.trusted)) {
			throw new Broken("the checkpoint is not signed by a trusted key");
		}
		Checkpoint checkpoint = Checkpoint.parse(note).orElseThrow(() -> new Broken("the checkpoint is malformed"));
		for (String line : text(zip, EvidenceExport.MANIFESTS).lines().toList()) {
			if (Json.parse(line) instanceof String manifest
					&& PruneManifest.parse(manifest, checkpoint.chainId(), this.trusted)
						.orElse(null) instanceof PruneManifest.Content content) {
				this.manifests.add(content);
			}
		}
		try (BufferedReader lines = reader(zip, EvidenceExport.RECORDS)) {
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				check(line, checkpoint);
			}
		}
		return new Result(true, this.records,
				"VALID: " + this.records + " records of chain " + checkpoint.chainId() + ", " + this.disclosed
						+ " contents disclosed and committed to, " + this.sealed + " sealed, " + this.pruned
						+ " pruned under a signed manifest, all within the checkpoint over " + checkpoint.size()
						+ " records" + (keys.isEmpty() ? " (signed by a key from the archive itself: compare keys.txt "
								+ "with a key you got on another way)" : ""));
	}

	/** A key that a trusted key announced is trusted. */
	private void followRotations(ZipFile zip) throws IOException {
		for (String line : text(zip, EvidenceExport.ROTATIONS).lines().toList()) {
			Map<?, ?> rotation = (Map<?, ?>) Json.parse(line);
			if (rotation == null) {
				throw new Broken("a rotation is malformed");
			}
			String chain = string(rotation, "chain");
			String key = string(rotation, "key");
			String signature = string(rotation, "signature");
			if (this.trusted.stream().anyMatch((known) -> LedgerCustody.announces(known, chain, key, signature))) {
				VerifyingKey.parse(key).ifPresent(this.trusted::add);
			}
		}
	}

	private void check(String line, Checkpoint checkpoint) {
		if (!(Json.parse(line, JsonLimits.LARGE) instanceof Map<?, ?> map)) {
			throw new Broken("a record is malformed");
		}
		byte[] canonical = decode(map.get("canonical"));
		AuditRecord record = CanonicalReader.record(canonical)
			.orElseThrow(() -> new Broken("record " + map.get("sequence") + " is malformed"));
		String name = "record " + record.sequence();
		require(record.chainId().equals(checkpoint.chainId()), name + " belongs to another chain");
		List<byte[]> path = new ArrayList<>();
		if (map.get("path") instanceof List<?> hashes) {
			hashes.forEach((hash) -> path.add(decode(hash)));
		}
		require(MerkleProof.includes(Base64.getDecoder().decode(checkpoint.root()), checkpoint.size(),
				record.sequence(), Sha256.of(canonical), path), name + " is not what the checkpoint was signed over");
		if (map.get("payload") instanceof Map<?, ?> payload) {
			SealedContent content = new SealedContent(string(payload, "keyId"), decode(payload.get("nonce")),
					decode(payload.get("ciphertext")));
			require(content.hash().equals(record.payloadHash()), "the content of " + name + " was changed");
		}
		else {
			require(this.manifests.stream().anyMatch((manifest) -> manifest.explains(record)),
					"the content of " + name + " is missing, and no manifest says why");
			this.pruned++;
		}
		if (map.get("content") != null) {
			require(DataKey.commitment(decode(map.get("content"))).equals(record.commitment()),
					"the disclosed content of " + name + " is not the recorded one");
			this.disclosed++;
		}
		else if (map.get("payload") != null) {
			this.sealed++;
		}
		this.records++;
	}

	private static void require(boolean holds, String otherwise) {
		if (!holds) {
			throw new Broken(otherwise);
		}
	}

	private static String string(Map<?, ?> map, String name) {
		if (map.get(name) instanceof String value) {
			return value;
		}
		throw new Broken("the archive lacks " + name);
	}

	private static byte[] decode(@Nullable Object value) {
		if (value instanceof String text) {
			return Base64.getDecoder().decode(text);
		}
		throw new Broken("a record is malformed");
	}

	private static String text(ZipFile zip, String name) throws IOException {
		ZipEntry entry = zip.getEntry(name);
		if (entry == null) {
			throw new Broken("the archive lacks " + name);
		}
		try (var in = zip.getInputStream(entry)) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	private static BufferedReader reader(ZipFile zip, String name) throws IOException {
		ZipEntry entry = zip.getEntry(name);
		if (entry == null) {
			throw new Broken("the archive lacks " + name);
		}
		return new BufferedReader(new InputStreamReader(zip.getInputStream(entry), StandardCharsets.UTF_8));
	}

	/**
	 * What a verification of an archive found.
	 *
	 * @param valid whether everything stands
	 * @param records records that stand
	 * @param sentence what to tell people
	 */
	public record Result(boolean valid, long records, String sentence) {
	}

	private static final class Broken extends RuntimeException {

		Broken(String message) {
			super(message);
		}

	}

}
