/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The file that holds the keys of a ledger, readable by its owner only. */
final class KeyFile {

	private final Path file;

	KeyFile(Path file) {
		this.file = file;
	}

	KeyRing open(boolean mayCreate) {
		try {
			if (!Files.exists(this.file)) {
				if (!mayCreate) {
					throw new LedgerOpenException("The key file " + this.file.getFileName()
							+ " of this ledger is missing: restore it from its backup, or set tacit.audit.key-file; "
							+ "until then its content stays locked", null);
				}
				create();
			}
			return KeyRing.parse(Files.readAllLines(this.file, StandardCharsets.US_ASCII));
		}
		catch (IllegalArgumentException | ArrayIndexOutOfBoundsException ex) {
			throw new LedgerOpenException("The file " + this.file.getFileName()
					+ " is no key file of a ledger, or is damaged; restore it from its backup", null);
		}
		catch (IOException ex) {
			throw new LedgerOpenException("The key file " + this.file.getFileName()
					+ " cannot be read or created; check its folder and its permissions", null);
		}
	}

	private void create() throws IOException {
		Path folder = this.file.toAbsolutePath().getParent();
		if (folder != null) {
			Files.createDirectories(folder);
		}
		try {
			write(this.file, KeyRing.generate());
		}
		catch (FileAlreadyExistsException ex) {
			// Another process was faster; its keys are the ones to read.
			return;
		}
	}

	/** Replaces the keys; whoever is killed meanwhile leaves the old file or the new. */
	void replace(KeyRing ring) throws IOException {
		Path fresh = this.file.resolveSibling(this.file.getFileName() + ".new");
		Files.deleteIfExists(fresh);
		write(fresh, ring);
		Files.move(fresh, this.file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		Path folder = this.file.toAbsolutePath().getParent();
		if (folder != null) {
			try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
				directory.force(true);
			}
		}
	}

	private static void write(Path target, KeyRing ring) throws IOException {
		FileAttribute<?>[] ownerOnly = target.getFileSystem().supportedFileAttributeViews().contains("posix")
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")) }
				: new FileAttribute<?>[0];
		try (FileChannel channel = FileChannel.open(target,
				Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
			ByteBuffer text = ByteBuffer.wrap(ring.text().getBytes(StandardCharsets.US_ASCII));
			while (text.hasRemaining()) {
				channel.write(text);
			}
			channel.force(true);
		}
	}

}
