/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.tacit.inference.model.BrokenFolder;
import dev.tacit.inference.model.ModelFolder;
import dev.tacit.inference.model.ModelFolderException;
import dev.tacit.inference.model.ProgressListener;
import dev.tacit.inference.model.RandomDamage;
import dev.tacit.inference.model.TinyModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Whatever is wrong with a download, the answer is one sentence of one type: no crash, no
 * hang, nothing left in the cache.
 */
@Timeout(value = 300, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BrokenModelTests {

	@TempDir
	Path temporary;

	private final TinyModel model = TinyModel.small(41);

	@Test
	void everyBrokenCheckpointIsRefusedAndLeavesNothing() throws IOException {
		List<BrokenFolder> all = Stream.concat(BrokenFolder.all().stream(), RandomDamage.all(42).stream()).toList();
		assertThat(all).hasSizeGreaterThan(300);
		Path cache = this.temporary.resolve("cache");
		for (int i = 0; i < all.size(); i++) {
			Path folder = this.model.write(this.temporary.resolve("model-" + i));
			all.get(i).damage().apply(folder, this.model);
			assertThatExceptionOfType(ModelFolderException.class).as(all.get(i).name())
				.isThrownBy(() -> new ModelCompiler(cache).compile(ModelFolder.open(folder), CompileOptions.defaults(),
						ProgressListener.silent()))
				.satisfies((ex) -> requireSentence(ex, folder));
			CacheDirectory.delete(folder);
		}
		try (Stream<Path> left = Files.list(cache)) {
			assertThat(left.map((path) -> path.getFileName().toString())).containsOnly("lock", "digests.json");
		}
	}

	@Test
	void everyBrokenPackageIsRefusedBeforeNativeCode() throws IOException {
		ModelFolder checkpoint = ModelFolder.open(this.model.write(this.temporary.resolve("model")));
		Path folder = PublishedPackage.write(checkpoint, PublishedForm.G1, this.temporary.resolve("package"));
		Path graph = folder.resolve("onnx").resolve("model_q4.onnx");
		byte[] goodGraph = Files.readAllBytes(graph);
		byte[] goodWeights = Files.readAllBytes(graph.resolveSibling("model_q4.onnx_data"));
		Files.writeString(this.temporary.resolve("secret"), "never read");
		List<BrokenPackage> all = BrokenPackage.all(43);
		assertThat(all).hasSizeGreaterThan(150);
		for (BrokenPackage broken : all) {
			broken.damage().apply(graph);
			assertThatExceptionOfType(ModelFolderException.class).as(broken.name())
				.isThrownBy(() -> ModelFolder.open(folder))
				.satisfies((ex) -> requireSentence(ex, folder));
			Files.write(graph, goodGraph);
			Files.write(graph.resolveSibling("model_q4.onnx_data"), goodWeights);
			assertThatCode(() -> ModelFolder.open(folder)).doesNotThrowAnyException();
		}
	}

	// Here luck may make a change harmless; it must then open, or be refused as above.
	@Test
	void noFlippedBitOfAGraphEscapesAsAnotherException() throws IOException {
		ModelFolder checkpoint = ModelFolder.open(this.model.write(this.temporary.resolve("model")));
		Path folder = PublishedPackage.write(checkpoint, PublishedForm.G3, this.temporary.resolve("package"));
		Path[] files = { folder.resolve("model.onnx"), folder.resolve("genai_config.json"),
				folder.resolve("tokenizer_config.json") };
		Random random = new Random(44);
		int refused = 0;
		for (int i = 0; i < 1000; i++) {
			Path file = files[random.nextInt(files.length)];
			byte[] good = Files.readAllBytes(file);
			byte[] bad = good.clone();
			for (int flips = 0; flips < 1 + i % 3; flips++) {
				bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
			}
			Files.write(file, bad);
			try {
				ModelFolder.open(folder);
			}
			catch (ModelFolderException ex) {
				refused++;
				requireSentence(ex, folder);
			}
			Files.write(file, good);
		}
		assertThat(refused).isGreaterThan(300);
	}

	private static void requireSentence(ModelFolderException ex, Path folder) {
		assertThat(ex.path().startsWith(folder)).isTrue();
		assertThat(ex.reason()).isNotBlank().doesNotContain("\n").hasSizeLessThan(500);
	}

}
