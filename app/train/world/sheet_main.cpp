#include "app/train/world/caption.h"
#include "app/train/world/contact_sheet.h"
#include "app/train/world/held_out_prompts.h"
#include "app/train/world/paint.h"
#include "app/train/world/random_scene.h"
#include "app/train/world/segmentation.h"
#include "core/image/image_file.h"
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>
using namespace diptych;
using namespace diptych::flatland;
int main(int argc, char** argv) {
    const std::string mode = argc > 1 ? argv[1] : "random";
    const int seed = argc > 2 ? std::atoi(argv[2]) : 1;
    const int w = argc > 3 ? std::atoi(argv[3]) : 256;
    const int h = argc > 4 ? std::atoi(argv[4]) : 256;
    const int n = argc > 5 ? std::atoi(argv[5]) : 30;
    const int cols = argc > 6 ? std::atoi(argv[6]) : 6;
    const std::string out = argc > 7 ? argv[7] : "/tmp/flatland/sheet.png";
    std::vector<Scene> scenes;
    Rng rng(seed);
    if (mode == "grounds") {
        for (int g = 1; g < 9; ++g)
            for (Sky s : kSkies) {
                Scene sc;
                sc.ground = kGrounds[g];
                sc.sky = s;
                sc.sun = s != Sky::Night;
                sc.moon = s == Sky::Night ? Moon::Full : Moon::None;
                sc.stars = s == Sky::Night;
                sc.clouds = s != Sky::Night;
                sc.detail = seed * 100 + g;
                scenes.push_back(sc);
            }
    } else if (mode == "kinds") {
        for (Kind k : kKinds)
            for (int c = 0; c < 2; ++c) {
                Scene sc;
                sc.ground = isShape(k)        ? Ground::Plain
                            : k == Kind::Boat ? Ground::Sea
                                              : Ground::Meadow;
                sc.detail = seed * 100 + int(k);
                sc.groups = {{k, kColours[(int(k) * 2 + c * 4 + seed) % 9],
                              c ? Size::Big : Size::Normal, 1, Side::Centre}};
                scenes.push_back(sc);
            }
    } else {
        SceneMix mix;
        for (int i = 0; i < 5; ++i)
            if (mode == nameOf(kStyles[i])) {
                mix.styles = {};
                mix.styles[i] = 1;
            }
        for (int i = 0; i < n; ++i)
            scenes.push_back(randomScene(rng, mix));
    }
    if (mode == "words") {
        for (auto& s : scenes) {
            std::printf("%s\n", fullCaption(s).c_str());
            for (int i = 0; i < 4; ++i)
                std::printf("   %s\n", caption(s, rng).c_str());
        }
        std::printf("%zu words\n", vocabularyWords().size());
        return 0;
    }
    if (mode == "judge") {
        const bool degrade = h == 1;
        Judge judge;
        Tally t;
        std::vector<Image> bad;
        const auto t0 = std::chrono::steady_clock::now();
        for (auto& p : heldOutPrompts(seed, n)) {
            Image im = paint(p.scene, w, w);
            if (degrade) {
                std::vector<float> px(im.bytes().begin(), im.bytes().end()), q = px;
                float k[9];
                float sum = 0;
                for (int i = -4; i <= 4; ++i)
                    sum += k[i + 4] = std::exp(-i * i / (2 * 1.2f * 1.2f));
                for (int pass = 0; pass < 2; ++pass) {
                    for (int y = 0; y < w; ++y)
                        for (int x = 0; x < w; ++x)
                            for (int c = 0; c < 3; ++c) {
                                float v = 0;
                                for (int i = -4; i <= 4; ++i) {
                                    int xx = pass ? x : std::clamp(x + i, 0, w - 1),
                                        yy = pass ? std::clamp(y + i, 0, w - 1) : y;
                                    v += k[i + 4] * px[(yy * w + xx) * 3 + c];
                                }
                                q[(y * w + x) * 3 + c] = v / sum;
                            }
                    px = q;
                }
                float shift[3] = {rng.between(-4, 4), rng.between(-4, 4), rng.between(-4, 4)};
                std::vector<std::uint8_t> b;
                for (size_t i = 0; i < px.size(); ++i) {
                    float g = 0;
                    for (int j = 0; j < 12; ++j)
                        g += rng.unit();
                    b.push_back(std::clamp(px[i] + shift[i % 3] + 6 * (g - 6) + .5f, 0.f, 255.f));
                }
                im = *fromInterleavedRgb8(w, w, b);
            }
            auto seen = judge.observe(im);
            auto v = compare(seen, p.expectations);
            t.add(v);
            if (!v.colour.value_or(true) || !v.kind.value_or(true) || !v.side.value_or(true) ||
                !v.sky.value_or(true) || !v.count.value_or(true)) {
                std::printf("%zu %s [%s] c%d k%d s%d y%d n%d sky %s\n", bad.size(),
                            p.prompt.c_str(), std::string(nameOf(p.scene.style)).c_str(),
                            v.colour.value_or(true), v.kind.value_or(true), v.side.value_or(true),
                            v.sky.value_or(true), v.count.value_or(true),
                            seen.sky ? std::string(nameOf(*seen.sky)).c_str() : "-");
                for (auto& o : seen.objects)
                    std::printf("     %s %s x%.2f y%.2f area %.3f match %.2f\n",
                                std::string(nameOf(o.colour)).c_str(),
                                std::string(nameOf(o.kind)).c_str(), o.x, o.y, o.area, o.match);
                for (auto& a : namedAreas(colourField(im), 0.0005))
                    std::printf("        area %s %d..%d x %d..%d n %d\n",
                                std::string(nameOf(a.colour)).c_str(), a.left, a.right, a.top,
                                a.bottom, a.pixels);
                bad.push_back(im);
            }
        }
        std::printf("%s  %.2fs\n", t.summary().c_str(),
                    std::chrono::duration<double>(std::chrono::steady_clock::now() - t0).count());
        (void)writeImageFile(out, contactSheet(bad, cols), {}, {}, Overwrite::Yes);
        return 0;
    }
    std::vector<Image> pics;
    const auto t0 = std::chrono::steady_clock::now();
    for (auto& s : scenes)
        pics.push_back(paint(s, w, h));
    const double sec = std::chrono::duration<double>(std::chrono::steady_clock::now() - t0).count();
    std::printf("%zu pictures %.1f/s\n", pics.size(), pics.size() / sec);
    auto r = writeImageFile(out, contactSheet(pics, cols), {}, {}, Overwrite::Yes);
    if (!r)
        std::printf("%s\n", r.error().message.c_str());
}
