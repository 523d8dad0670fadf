/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Verifies a stored ledger without the application:
 *
 * <pre>
 * LedgerFsck --url URL [--user NAME] [--chain NAME] [--key-file FILE | --key KEY]... [--anchor FILE]...
 * </pre>
 *
 * The password is taken from the environment variable {@code TACIT_AUDIT_PASSWORD}, and
 * keys that wrap data keys, where they are not in the key file, from
 * {@code TACIT_AUDIT_KEYENCRYPTION_KEY}, separated by commas. With the key file, seals
 * and references are verified too; with public keys only, the chain, its checkpoints and
 * its anchors. The exit status is 0 if everything stands, 1 if not, 2 if it could not be
 * tried.
 */
public final class LedgerFsck {

	private String url = "";

	private String user = "tacit";

	private String chain = "main";

	private @Nullable Path keyFile;

	private final List<VerifyingKey> trusted = new ArrayList<>();

	private final List<Anchor> anchors = new ArrayList<>();

	private LedgerFsck(String[] arguments) {
		for (int i = 0; i + 1 < arguments.length; i += 2) {
			String value = arguments[i + 1];
			switch (arguments[i]) {
				case "--url" -> this.url = value;
				case "--user" -> this.user = value;
				case "--chain" -> this.chain = value;
				case "--key-file" -> this.keyFile = Path.of(value);
				case "--key" -> this.trusted.add(VerifyingKey.parse(value)
					.orElseThrow(() -> new LedgerOpenException("A public key is malformed", null)));
				case "--anchor" -> this.anchors.add(new FileAnchor(Path.of(value)));
				default -> throw new LedgerOpenException("Unknown option " + arguments[i], null);
			}
		}
	}

	/**
	 * Verifies a ledger and prints the result.
	 * @param arguments options
	 */
	public static void main(String[] arguments) {
		int status;
		try {
			VerificationReport report = run(arguments);
			System.out.println(report.sentence());
			status = report.valid() ? 0 : 1;
		}
		catch (LedgerOpenException ex) {
			System.err.println(ex.getMessage());
			status = 2;
		}
		System.exit(status);
	}

	private static @Nullable KeyEncryption given() {
		String keys = System.getenv("TACIT_AUDIT_KEYENCRYPTION_KEY");
		return (keys != null) ? KeyEncryption.withKeys(List.of(keys.split(","))) : null;
	}

	/**
	 * Verifies a ledger.
	 * @param arguments options
	 * @return the report
	 * @throws LedgerOpenException if the options do not lead to a ledger
	 */
	public static VerificationReport run(String... arguments) {
		LedgerFsck options = new LedgerFsck(arguments);
		LedgerKeys keys = (options.keyFile != null) ? LedgerKeys.open(options.keyFile, false, given()) : null;
		if (keys != null) {
			options.trusted.addAll(keys.verifying());
		}
		if (options.trusted.isEmpty()) {
			throw new LedgerOpenException("Name the keys to trust: --key-file, or --key with a public key", null);
		}
		String password = Objects.requireNonNullElse(System.getenv("TACIT_AUDIT_PASSWORD"), "");
		LedgerStore store = new LedgerStore(new LedgerDatabase(options.url, options.user, password, false),
				options.chain, Duration.ofSeconds(10));
		store.initialize();
		return new LedgerVerifier(store, options.trusted, keys, options.anchors, (checked) -> {
		}).verify(RecordTable.Head.EMPTY);
	}

}
