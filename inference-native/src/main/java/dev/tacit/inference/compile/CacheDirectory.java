/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * The folder of compiled models and its lock. A lock file keeps processes apart, and,
 * since the system's lock belongs to the whole process, a lock of our own keeps threads
 * apart. Entries appear by renaming a finished folder, so a reader needs no lock.
 */
final class CacheDirectory {

	private static final String TEMPORARY = ".tmp-";

	/** One lock a directory, shared by all compilers of this process. */
	private static final ConcurrentHashMap<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

	private final Path path;

	CacheDirectory(Path path) {
		this.path = path.toAbsolutePath().normalize();
	}

	Path path() {
		return this.path;
	}

	Path entry(String name) {
		return this.path.resolve(name);
	}

	<T> T locked(Action<T> action) throws IOException {
		Files.createDirectories(this.path);
		ReentrantLock threads = LOCKS.computeIfAbsent(this.path.toRealPath(), (path) -> new ReentrantLock());
		threads.lock();
		try (FileChannel channel = FileChannel.open(this.path.resolve("lock"), StandardOpenOption.CREATE,
				StandardOpenOption.WRITE); FileLock lock = channel.lock()) {
			if (!lock.isValid()) {
				throw new IOException("The lock of the cache directory was lost");
			}
			return action.run();
		}
		finally {
			threads.unlock();
		}
	}

	/**
	 * A fresh folder for an entry; call while locked. Removes what a crash left behind.
	 */
	Path begin(String name) throws IOException {
		try (Stream<Path> entries = Files.list(this.path)) {
			for (Path left : entries.filter((entry) -> entry.getFileName().toString().contains(TEMPORARY)).toList()) {
				delete(left);
			}
		}
		return Files.createTempDirectory(this.path, name + TEMPORARY);
	}

	/** Makes a finished folder the entry; call while locked. */
	void commit(Path finished, String name) throws IOException {
		Path target = entry(name);
		delete(target);
		try (Stream<Path> files = Files.list(finished)) {
			for (Path file : files.toList()) {
				force(file, StandardOpenOption.WRITE);
			}
		}
		force(finished, StandardOpenOption.READ);
		Files.move(finished, target, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
		force(this.path, StandardOpenOption.READ);
	}

	// Windows opens no folder as a file; there the rename itself is journalled.
	private static void force(Path path, StandardOpenOption mode) throws IOException {
		if (Files.isDirectory(path) && path.getFileSystem().getSeparator().equals("\\")) {
			return;
		}
		try (FileChannel channel = FileChannel.open(path, mode)) {
			channel.force(true);
		}
	}

	static void delete(Path root) throws IOException {
		if (!Files.exists(root, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
			return;
		}
		List<Path> all;
		try (Stream<Path> tree = Files.walk(root)) {
			all = tree.sorted(Comparator.reverseOrder()).toList();
		}
		for (Path path : all) {
			Files.deleteIfExists(path);
		}
	}

	/** Work under the lock. */
	@FunctionalInterface
	interface Action<T> {

		T run() throws IOException;

	}

}
