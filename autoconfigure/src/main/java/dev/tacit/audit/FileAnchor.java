/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;

/**
 * An append-only file, best on another volume or with the file system's append-only flag.
 * Notes follow each other with an empty line between; each is synced to the disk.
 */
public final class FileAnchor implements Anchor {

	private final Path file;

	/**
	 * Anchors to a file.
	 * @param file the file; created when missing
	 */
	public FileAnchor(Path file) {
		this.file = file;
	}

	@Override
	public String name() {
		return "file " + this.file.getFileName();
	}

	@Override
	public void publish(String note) throws IOException {
		Path folder = this.file.toAbsolutePath().getParent();
		if (folder != null) {
			Files.createDirectories(folder);
		}
		try (FileChannel channel = FileChannel.open(this.file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
				StandardOpenOption.APPEND)) {
			ByteBuffer bytes = ByteBuffer.wrap((note + "\n").getBytes(StandardCharsets.UTF_8));
			while (bytes.hasRemaining()) {
				channel.write(bytes);
			}
			channel.force(true);
		}
	}

	@Override
	public Stream<String> notes() throws IOException {
		if (!Files.exists(this.file)) {
			return Stream.empty();
		}
		// Garbage in the file must be reported as a broken note, not as an exception.
		CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
			.onMalformedInput(CodingErrorAction.REPLACE)
			.onUnmappableCharacter(CodingErrorAction.REPLACE);
		BufferedReader reader = new BufferedReader(new InputStreamReader(Files.newInputStream(this.file), decoder));
		return StreamSupport.stream(Spliterators.spliteratorUnknownSize(new Notes(reader), Spliterator.ORDERED), false)
			.onClose(() -> close(reader));
	}

	private static void close(BufferedReader reader) {
		try {
			reader.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Note by note: text up to an empty line, signatures up to the next. */
	private static final class Notes implements Iterator<String> {

		private final BufferedReader reader;

		private @Nullable String next;

		Notes(BufferedReader reader) {
			this.reader = reader;
			this.next = read();
		}

		private @Nullable String read() {
			StringBuilder note = new StringBuilder();
			int blanks = 0;
			try {
				for (String line = this.reader.readLine(); line != null; line = this.reader.readLine()) {
					if (line.isEmpty() && ++blanks == 2) {
						return note.toString();
					}
					note.append(line).append('\n');
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			return note.isEmpty() ? null : note.toString();
		}

		@Override
		public boolean hasNext() {
			return this.next != null;
		}

		@Override
		public String next() {
			String note = this.next;
			if (note == null) {
				throw new NoSuchElementException();
			}
			this.next = read();
			return note;
		}

	}

}
