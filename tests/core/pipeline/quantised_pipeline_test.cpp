// The tiny model drawn with quantised weights: how far embeddings, latents and pictures are from
// those of the full weights. The numbers are printed, for the table of docs/quantisation.md.
#include "tests/core/pipeline/pipeline_fixture.h"

#include "core/tensor/host_values.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <cmath>
#include <iostream>

namespace diptych {
namespace {

using test::dataPath;
using test::draw;
using test::Drawn;
using test::kTinyModel;
using test::tinyRequest;

std::unique_ptr<ImagePipeline> openAs(WeightFormat format) {
    PipelineOptions options;
    options.location.model = dataPath(kTinyModel);
    options.placement.weightFormat = format;
    return valueOrThrow(openImagePipeline(options));
}

struct Distance {
    double cosine = 0.0;  // the mean over tokens
    double latents = 0.0; // ‖difference‖ / ‖exact‖
    double psnr = 0.0;    // dB, of the 8-bit pictures
};

Distance distanceOf(const Drawn& drawn, const Drawn& exact) {
    Distance distance;
    const auto embedding = [](const Drawn& from) {
        return toTensor(from.report.prompts.at(0).embedding).to(at::kDouble); // [S, D]
    };
    distance.cosine =
        at::cosine_similarity(embedding(drawn), embedding(exact), 1).mean().item<double>();
    const auto latents = [](const Drawn& from) {
        return toTensor(from.pictures.at(0).latents).to(at::kDouble);
    };
    distance.latents =
        ((latents(drawn) - latents(exact)).norm() / latents(exact).norm()).item<double>();
    const auto& got = drawn.pictures.at(0).image;
    const auto& wanted = exact.pictures.at(0).image;
    double squares = 0.0;
    const std::size_t count = wanted.bytes().size();
    for (std::size_t i = 0; i < count; ++i) {
        const double difference = static_cast<double>(got.bytes()[i]) - wanted.bytes()[i];
        squares += difference * difference;
    }
    distance.psnr = 10.0 * std::log10(255.0 * 255.0 * static_cast<double>(count) / squares);
    return distance;
}

TEST(QuantisedPipeline, staysNearTheFullWeights) {
    struct Row {
        WeightFormat format;
        double cosine, latents, psnr; // what is promised
    };
    const Drawn exact = draw(*openAs(WeightFormat::Float32), tinyRequest("A cat on a red mat"));
    EXPECT_EQ(exact.report.dtype, "float32");
    std::cout << "format    embedding cosine   latent error   picture PSNR\n";
    for (const Row& row :
         {Row{WeightFormat::BFloat16, 0.9995, 0.01, 50.0},
          Row{WeightFormat::Int8, 0.998, 0.03, 45.0}, Row{WeightFormat::Int4, 0.8, 0.2, 30.0}}) {
        const Drawn drawn = draw(*openAs(row.format), tinyRequest("A cat on a red mat"));
        const Distance distance = distanceOf(drawn, exact);
        std::cout << fmt::format("{:<9} {:>16.6f}   {:>12.4f}   {:>9.1f} dB\n",
                                 toString(row.format), distance.cosine, distance.latents,
                                 distance.psnr);
        EXPECT_EQ(drawn.report.dtype, toString(row.format));
        EXPECT_EQ(drawn.report.prompts.at(0).dtype, toString(row.format));
        EXPECT_GT(distance.cosine, row.cosine) << toString(row.format);
        EXPECT_LT(distance.cosine, 1.0) << toString(row.format) << ": nothing was rounded";
        EXPECT_LT(distance.latents, row.latents) << toString(row.format);
        EXPECT_GT(distance.psnr, row.psnr) << toString(row.format);
    }
}

TEST(QuantisedPipeline, leavesTheAutoencoderAsItIs) {
    const HostTensor latents =
        draw(*openAs(WeightFormat::Float32), tinyRequest("A cat")).pictures.at(0).latents;
    const auto exact = valueOrThrow(openAs(WeightFormat::Auto)->decode(latents, {}));
    const auto quantised = valueOrThrow(openAs(WeightFormat::Int4)->decode(latents, {}));
    EXPECT_EQ(quantised.at(0).tensor, exact.at(0).tensor);
}

TEST(QuantisedPipeline, writesTextsAndTakesAdapters) {
    const auto pipeline = openAs(WeightFormat::Int8);
    const Drawn plain = draw(*pipeline, tinyRequest("A cat"));
    ResolvedRequest request = tinyRequest("A cat");
    request.request.loras = {{dataPath("goldens/lora/kohya_unet.safetensors").string(), 0.8}};
    const Drawn changed = draw(*pipeline, request);
    EXPECT_EQ(changed.report.loras.at(0).matched, 20U);
    EXPECT_NE(changed.pictures.at(0).latents, plain.pictures.at(0).latents);
    EXPECT_EQ(draw(*pipeline, tinyRequest("A cat")).pictures.at(0).latents,
              plain.pictures.at(0).latents)
        << "removed to the bit";
}

} // namespace
} // namespace diptych
