/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import ai.onnx.proto.OnnxMl;
import dev.tacit.inference.model.ModelFolder;
import dev.tacit.inference.model.ModelFolderException;
import dev.tacit.inference.model.ProgressListener;
import dev.tacit.inference.model.TensorNames;
import dev.tacit.inference.model.TinyModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** An entry of the cache is whole, verified and shared, or it is not there. */
class ModelCompilerTests {

	@TempDir
	Path temporary;

	private final TinyModel model = TinyModel.small(31);

	private ModelFolder folder;

	private Path cache;

	@BeforeEach
	void writeTheModel() {
		this.folder = ModelFolder.open(this.model.write(this.temporary.resolve("model")));
		this.cache = this.temporary.resolve("cache");
	}

	@Test
	void theSecondCompilationComesFromTheCache() throws IOException {
		CompiledModel first = compile();
		CompiledModel second = compile();
		assertThat(first.fromCache()).isFalse();
		assertThat(second.fromCache()).isTrue();
		assertThat(second.graph()).isEqualTo(first.graph());
		assertThat(second.blockSizes()).isEqualTo(first.blockSizes());
		assertThat(second.digest()).isEqualTo(first.digest());
		assertThat(entries()).hasSize(3);
	}

	@ParameterizedTest
	@EnumSource(WeightFormat.class)
	void theSameInputGivesTheSameBytes(WeightFormat weights) throws IOException {
		CompiledModel one = compile(weights);
		CompiledModel two = new ModelCompiler(this.temporary.resolve("other")).compile(this.folder,
				CompileOptions.defaults().withWeights(weights), ProgressListener.silent());
		assertThat(two.graph()).hasSameBinaryContentAs(one.graph());
		assertThat(two.graph().resolveSibling("model.onnx.data"))
			.hasSameBinaryContentAs(one.graph().resolveSibling("model.onnx.data"));
	}

	@Test
	void otherOptionsAndOtherWeightsAreOtherEntries() throws IOException {
		CompiledModel base = compile();
		List<CompileOptions> others = List.of(CompileOptions.defaults().withBlockSize(32),
				CompileOptions.defaults().withWeights(WeightFormat.FP32), CompileOptions.defaults().withMaxContext(77),
				CompileOptions.defaults().withWeights(WeightFormat.INT8), CompileOptions.defaults().withSymmetric(true),
				CompileOptions.defaults().withEightBit(List.of("head")));
		List<Path> graphs = new ArrayList<>(List.of(base.graph()));
		for (CompileOptions options : others) {
			CompiledModel other = new ModelCompiler(this.cache).compile(this.folder, options,
					ProgressListener.silent());
			assertThat(other.contextLength()).isEqualTo(Math.min(256, options.maxContext()));
			graphs.add(other.graph());
		}
		this.folder = ModelFolder.open(TinyModel.small(32).write(this.temporary.resolve("second")));
		graphs.add(compile().graph());
		assertThat(graphs).doesNotHaveDuplicates();
	}

	@Test
	void anotherTemplateNeedsNoOtherGraph() throws IOException {
		Path graph = compile().graph();
		Files.writeString(this.folder.path().resolve("chat_template.jinja"), "{{- eos_token -}} other");
		this.folder = ModelFolder.open(this.folder.path());
		assertThat(compile()).satisfies((again) -> {
			assertThat(again.fromCache()).isTrue();
			assertThat(again.graph()).isEqualTo(graph);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "model.onnx", "model.onnx.data", "manifest.json" })
	void aChangedFileOfAnEntryIsNoticedAndTheEntryMadeAnew(String name) throws IOException {
		Path file = compile().graph().resolveSibling(name);
		byte[] good = Files.readAllBytes(file);
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
			channel.write(ByteBuffer.wrap(new byte[] { (byte) ~good[good.length / 2] }), good.length / 2);
		}
		assertThat(compile().fromCache()).isFalse();
		assertThat(Files.readAllBytes(file)).isEqualTo(good);
		Files.delete(file);
		assertThat(compile().fromCache()).isFalse();
		Files.write(file, java.util.Arrays.copyOf(good, good.length - 1));
		assertThat(compile().fromCache()).isFalse();
		assertThat(compile().fromCache()).isTrue();
	}

	@Test
	void whatACrashLeftBehindIsRemoved() throws IOException {
		Path left = Files.createDirectories(this.cache.resolve("0123.tmp-456"));
		Files.write(left.resolve("model.onnx.data"), new byte[100]);
		compile();
		assertThat(left).doesNotExist();
	}

	@Test
	void weightsThatAreNotFiniteAreRefusedAndLeaveNothing() throws IOException {
		float[] values = this.model.values(TensorNames.layer(2, "feed_forward.w2"));
		values[values.length / 2] = Float.NaN;
		this.folder = ModelFolder.open(this.model.write(this.temporary.resolve("model")));
		assertThatExceptionOfType(ModelFolderException.class).isThrownBy(this::compile)
			.withMessageContaining("not finite")
			.withMessageContaining(TensorNames.layer(2, "feed_forward.w2"));
		assertThat(entries()).containsOnly("lock", "digests.json");
	}

	@Test
	void aListenerThatThrowsEndsTheWorkAndLeavesNothing() throws IOException {
		ProgressListener stop = (phase, done, total) -> {
			if (phase.equals("weights") && done > total / 2) {
				throw new IllegalStateException("enough");
			}
		};
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> new ModelCompiler(this.cache).compile(this.folder, CompileOptions.defaults(), stop));
		assertThat(entries()).containsOnly("lock", "digests.json");
	}

	@Test
	void threadsThatAskTogetherCompileOnce() throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(4);
		try {
			List<Future<CompiledModel>> futures = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				futures.add(executor.submit(() -> compile()));
			}
			int made = 0;
			Set<Path> graphs = new LinkedHashSet<>();
			for (Future<CompiledModel> future : futures) {
				made += future.get().fromCache() ? 0 : 1;
				graphs.add(future.get().graph());
			}
			assertThat(made).isEqualTo(1);
			assertThat(graphs).hasSize(1);
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void twoProcessesThatAskTogetherCompileOnce() throws Exception {
		List<Process> processes = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			processes.add(new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
					System.getProperty("java.class.path"), CompileOnce.class.getName(), this.folder.path().toString(),
					this.cache.toString())
				.redirectError(ProcessBuilder.Redirect.DISCARD)
				.start());
		}
		List<String> answers = new ArrayList<>();
		for (Process process : processes) {
			answers.add(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim());
			assertThat(process.waitFor()).isZero();
		}
		assertThat(answers).containsExactlyInAnyOrder("true", "false");
	}

	/** The main class of the processes above. */
	static final class CompileOnce {

		private CompileOnce() {
		}

		public static void main(String[] arguments) {
			System.out.println(new ModelCompiler(Path.of(arguments[1]))
				.compile(ModelFolder.open(Path.of(arguments[0])), CompileOptions.defaults(), ProgressListener.silent())
				.fromCache());
		}

	}

	@Test
	void progressCountsEveryByteOfEveryPhase() {
		TreeMap<String, Long> left = new TreeMap<>();
		new ModelCompiler(this.cache).compile(this.folder, CompileOptions.defaults(), (phase, done, total) -> {
			assertThat(done).isBetween(0L, total);
			left.put(phase, total - done);
		});
		assertThat(left).containsKeys("digest", "weights", "verify");
		assertThat(left.get("digest")).isZero();
		assertThat(left.get("verify")).isZero();
	}

	@ParameterizedTest
	@EnumSource(WeightFormat.class)
	void everyConstantIsAlignedAndInsideTheFile(WeightFormat weights) throws IOException {
		Path graph = compile(weights).graph();
		OnnxMl.ModelProto parsed = OnnxMl.ModelProto.parseFrom(Files.readAllBytes(graph));
		assertThat(parsed.toByteArray()).isEqualTo(Files.readAllBytes(graph));
		long size = Files.size(graph.resolveSibling("model.onnx.data"));
		int external = 0;
		for (OnnxMl.TensorProto tensor : parsed.getGraph().getInitializerList()) {
			if (tensor.getDataLocation() == OnnxMl.TensorProto.DataLocation.EXTERNAL) {
				external++;
				assertThat(tensor.getExternalData(0).getValue()).isEqualTo("model.onnx.data");
				long offset = Long.parseLong(tensor.getExternalData(1).getValue());
				assertThat(offset % 4096).isZero();
				assertThat(offset + Long.parseLong(tensor.getExternalData(2).getValue())).isLessThanOrEqualTo(size);
			}
		}
		assertThat(external).isGreaterThan(20);
	}

	@Test
	void aCacheThatIsAFileIsRefusedWithASentence() throws IOException {
		Files.writeString(this.cache, "in the way");
		assertThatExceptionOfType(CompileException.class).isThrownBy(this::compile)
			.withMessageContaining("check the permissions");
	}

	@Test
	void impossibleOptionsAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> CompileOptions.defaults().withBlockSize(48));
		assertThatIllegalArgumentException().isThrownBy(() -> CompileOptions.defaults().withBlockSize(512));
		assertThatIllegalArgumentException().isThrownBy(() -> CompileOptions.defaults().withMaxContext(0));
	}

	private CompiledModel compile() {
		return compile(WeightFormat.INT4);
	}

	private CompiledModel compile(WeightFormat weights) {
		return new ModelCompiler(this.cache).compile(this.folder, CompileOptions.defaults().withWeights(weights),
				ProgressListener.silent());
	}

	private List<String> entries() throws IOException {
		try (Stream<Path> entries = Files.list(this.cache)) {
			return entries.map((entry) -> entry.getFileName().toString()).toList();
		}
	}

}
