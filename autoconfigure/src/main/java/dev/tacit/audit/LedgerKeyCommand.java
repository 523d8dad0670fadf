/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes the key file of a ledger before its first start, for nodes that cannot write
 * where their keys lie:
 *
 * <pre>
 * LedgerKeyCommand FILE
 * </pre>
 *
 * It prints the public key of the ledger, which verifiers are given. A file that is there
 * stays as it is, and the exit status is 1.
 */
public final class LedgerKeyCommand {

	private LedgerKeyCommand() {
	}

	/**
	 * Makes a key file.
	 * @param arguments its path
	 */
	public static void main(String[] arguments) {
		if (arguments.length != 1) {
			System.err.println("Usage: LedgerKeyCommand FILE");
			System.exit(2);
		}
		try {
			System.out.println(create(Path.of(arguments[0])));
		}
		catch (LedgerOpenException ex) {
			System.err.println(ex.getMessage());
			System.exit(1);
		}
	}

	/**
	 * Makes a key file, readable by its owner only.
	 * @param file where
	 * @return the public key, as verifiers take it
	 * @throws LedgerOpenException if the file is there, or cannot be written
	 */
	public static String create(Path file) {
		if (Files.exists(file)) {
			throw new LedgerOpenException("The file " + file.getFileName()
					+ " is there and stays as it is; name another, or use the keys that it holds", null);
		}
		return LedgerKeys.open(file, true, null).signer().verifying().toString();
	}

}
