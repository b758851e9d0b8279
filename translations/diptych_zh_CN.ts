<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
    <context>
        <name>CompareExport</name>
        <message>
            <source>no picture</source>
            <translation>无图片</translation>
        </message>
    </context>
    <context>
        <name>HistoryText</name>
        <message>
            <source>text encoder %1, transformer %2, autoencoder %3</source>
            <translation>文本编码器 %1，Transformer %2，自编码器 %3</translation>
        </message>
        <message>
            <source>(no prompt)</source>
            <translation>（无提示词）</translation>
        </message>
        <message numerus="yes">
            <source>%n star(s)</source>
            <translation>
                <numerusform>%n 星</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 s</source>
            <translation>%1 秒</translation>
        </message>
        <message>
            <source>%1 min %2 s</source>
            <translation>%1 分 %2 秒</translation>
        </message>
        <message>
            <source>%1, seed %2</source>
            <translation>%1，种子 %2</translation>
        </message>
        <message>
            <source>Drawn</source>
            <translation>生成时间</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>尺寸</translation>
        </message>
        <message>
            <source>Seed</source>
            <translation>种子</translation>
        </message>
        <message>
            <source>Steps</source>
            <translation>步数</translation>
        </message>
        <message>
            <source>Scheduler</source>
            <translation>调度器</translation>
        </message>
        <message>
            <source>Shift</source>
            <translation>Shift</translation>
        </message>
        <message>
            <source>Guidance</source>
            <translation>引导</translation>
        </message>
        <message>
            <source>Negative prompt</source>
            <translation>负面提示词</translation>
        </message>
        <message>
            <source>Template</source>
            <translation>模板</translation>
        </message>
        <message>
            <source>LoRA</source>
            <translation>LoRA</translation>
        </message>
        <message>
            <source>Source picture</source>
            <translation>源图片</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Text encoder</source>
            <translation>文本编码器</translation>
        </message>
        <message>
            <source>Number format</source>
            <translation>数值格式</translation>
        </message>
        <message>
            <source>Devices</source>
            <translation>设备</translation>
        </message>
        <message>
            <source>Time</source>
            <translation>耗时</translation>
        </message>
        <message>
            <source>File</source>
            <translation>文件</translation>
        </message>
    </context>
    <context>
        <name>RequestChanges</name>
        <message>
            <source>(empty)</source>
            <translation>（空）</translation>
        </message>
        <message>
            <source>on</source>
            <translation>开</translation>
        </message>
        <message>
            <source>off</source>
            <translation>关</translation>
        </message>
        <message>
            <source>an empty block</source>
            <translation>空块</translation>
        </message>
        <message>
            <source>none</source>
            <translation>无</translation>
        </message>
        <message>
            <source>Prompt</source>
            <translation>提示词</translation>
        </message>
        <message>
            <source>Template</source>
            <translation>模板</translation>
        </message>
        <message>
            <source>System prompt</source>
            <translation>系统提示词</translation>
        </message>
        <message>
            <source>Think block</source>
            <translation>思考块</translation>
        </message>
        <message>
            <source>Beginning of the answer</source>
            <translation>回答开头</translation>
        </message>
        <message>
            <source>Negative prompt</source>
            <translation>负面提示词</translation>
        </message>
        <message>
            <source>Remove quotes</source>
            <translation>去除引号</translation>
        </message>
        <message>
            <source>Tidy blanks</source>
            <translation>整理空白</translation>
        </message>
        <message>
            <source>Formatted by hand</source>
            <translation>手动编写格式</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>尺寸</translation>
        </message>
        <message>
            <source>Seed</source>
            <translation>种子</translation>
        </message>
        <message>
            <source>drawn at random</source>
            <translation>随机</translation>
        </message>
        <message>
            <source>Steps</source>
            <translation>步数</translation>
        </message>
        <message>
            <source>Scheduler</source>
            <translation>调度器</translation>
        </message>
        <message>
            <source>Noise levels</source>
            <translation>噪声级别</translation>
        </message>
        <message>
            <source>Shift</source>
            <translation>Shift</translation>
        </message>
        <message>
            <source>the model's</source>
            <translation>模型默认值</translation>
        </message>
        <message>
            <source>Guidance</source>
            <translation>引导</translation>
        </message>
        <message>
            <source>Guidance limit</source>
            <translation>引导上限</translation>
        </message>
        <message>
            <source>Guidance ends at</source>
            <translation>引导结束于</translation>
        </message>
        <message>
            <source>Skip-layer guidance</source>
            <translation>跳层引导</translation>
        </message>
        <message>
            <source>Variety</source>
            <translation>多样性</translation>
        </message>
        <message>
            <source>Two passes</source>
            <translation>两遍生成</translation>
        </message>
        <message>
            <source>from %1 pixels, strength %2</source>
            <translation>第一遍 %1 像素，强度 %2</translation>
        </message>
        <message>
            <source>Hidden layer</source>
            <translation>隐藏层</translation>
        </message>
        <message>
            <source>Long prompts</source>
            <translation>长提示词</translation>
        </message>
        <message>
            <source>%1, %2 tokens</source>
            <translation>%1，%2 个 token</translation>
        </message>
        <message>
            <source>Source picture</source>
            <translation>源图片</translation>
        </message>
        <message>
            <source>%1, strength %2</source>
            <translation>%1，强度 %2</translation>
        </message>
        <message>
            <source>LoRA</source>
            <translation>LoRA</translation>
        </message>
        <message>
            <source>Trigger words</source>
            <translation>触发词</translation>
        </message>
        <message>
            <source>Embeddings</source>
            <translation>嵌入</translation>
        </message>
        <message>
            <source>%1, negative %2</source>
            <translation>%1，负面 %2</translation>
        </message>
    </context>
    <context>
        <name>TemplateCategory</name>
        <message>
            <source>Abstract</source>
            <translation>抽象</translation>
        </message>
        <message>
            <source>Art</source>
            <translation>艺术</translation>
        </message>
        <message>
            <source>Character</source>
            <translation>角色</translation>
        </message>
        <message>
            <source>Experimental</source>
            <translation>实验</translation>
        </message>
        <message>
            <source>Games</source>
            <translation>游戏</translation>
        </message>
        <message>
            <source>General</source>
            <translation>通用</translation>
        </message>
        <message>
            <source>Horror</source>
            <translation>恐怖</translation>
        </message>
        <message>
            <source>Photography</source>
            <translation>摄影</translation>
        </message>
        <message>
            <source>Playful</source>
            <translation>趣味</translation>
        </message>
        <message>
            <source>For the rewriter</source>
            <translation>改写器用</translation>
        </message>
        <message>
            <source>Science fiction</source>
            <translation>科幻</translation>
        </message>
        <message>
            <source>Structured prompts</source>
            <translation>结构化提示词</translation>
        </message>
        <message>
            <source>Style</source>
            <translation>风格</translation>
        </message>
        <message>
            <source>Technical</source>
            <translation>技术</translation>
        </message>
        <message>
            <source>Writing in pictures</source>
            <translation>画中文字</translation>
        </message>
    </context>
    <context>
        <name>VariantFields</name>
        <message>
            <source>Prompt</source>
            <translation>提示词</translation>
        </message>
        <message>
            <source>What is drawn.</source>
            <translation>要生成的内容。</translation>
        </message>
        <message>
            <source>Negative prompt</source>
            <translation>负面提示词</translation>
        </message>
        <message>
            <source>System prompt</source>
            <translation>系统提示词</translation>
        </message>
        <message>
            <source>Think block</source>
            <translation>思考块</translation>
        </message>
        <message>
            <source>Text here switches the block on.</source>
            <translation>填入文本即启用此块。</translation>
        </message>
        <message>
            <source>Beginning of the answer</source>
            <translation>回答开头</translation>
        </message>
        <message>
            <source>What the text encoder is told to have begun with.</source>
            <translation>告诉文本编码器其回答已如何开头。</translation>
        </message>
        <message>
            <source>Seed</source>
            <translation>种子</translation>
        </message>
        <message>
            <source>Steps</source>
            <translation>步数</translation>
        </message>
        <message>
            <source>Guidance</source>
            <translation>引导</translation>
        </message>
        <message>
            <source>Shift</source>
            <translation>Shift</translation>
        </message>
        <message>
            <source>Scheduler</source>
            <translation>调度器</translation>
        </message>
        <message>
            <source>Noise levels</source>
            <translation>噪声级别</translation>
        </message>
        <message>
            <source>Width</source>
            <translation>宽度</translation>
        </message>
        <message>
            <source>Height</source>
            <translation>高度</translation>
        </message>
        <message>
            <source>Hidden layer</source>
            <translation>隐藏层</translation>
        </message>
        <message>
            <source>Empty think block</source>
            <translation>空思考块</translation>
        </message>
        <message>
            <source>Remove quotes</source>
            <translation>去除引号</translation>
        </message>
        <message>
            <source>Long prompts</source>
            <translation>长提示词</translation>
        </message>
        <message>
            <source>Most tokens</source>
            <translation>最大 token 数</translation>
        </message>
        <message>
            <source>Guidance limit</source>
            <translation>引导上限</translation>
        </message>
        <message>
            <source>Guidance ends at</source>
            <translation>引导结束于</translation>
        </message>
        <message>
            <source>Variety</source>
            <translation>多样性</translation>
        </message>
        <message>
            <source>Skip-layer guidance</source>
            <translation>跳层引导</translation>
        </message>
        <message>
            <source>Strength on the source picture</source>
            <translation>对源图片的强度</translation>
        </message>
        <message>
            <source>Two passes</source>
            <translation>两遍生成</translation>
        </message>
        <message>
            <source>LoRA strength</source>
            <translation>LoRA 强度</translation>
        </message>
        <message>
            <source>Of every adapter in the form.</source>
            <translation>作用于表单中的所有 LoRA。</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui</name>
        <message>
            <source>Another template: the same model, but only the first %1 of %2 tokens agree. The server must take the text as it is.</source>
            <translation>模板不同：模型相同，但 %2 个 token 中只有前 %1 个一致。服务器必须按原样接收文本。</translation>
        </message>
        <message>
            <source>Another template: the same model, but the prompt was encoded %1. The server must take the text as it is.</source>
            <translation>模板不同：模型相同，但提示词以另一种形式（%1）编码。服务器必须按原样接收文本。</translation>
        </message>
        <message>
            <source>The numbers are the same.</source>
            <translation>数值相同。</translation>
        </message>
        <message>
            <source>Another number format (%1): the same model, a little coarser. Pictures differ a little.</source>
            <translation>数值格式不同（%1）：模型相同，精度略粗。图片会略有差异。</translation>
        </message>
        <message>
            <source>Wrong layer: these are the hidden states of the last layer before the final norm instead of layer %1.</source>
            <translation>层不对：这是最终归一化之前最后一层的隐藏状态，而不是第 %1 层的。</translation>
        </message>
        <message>
            <source>Wrong layer: these are the hidden states of layer %1 instead of %2. The server counts layers otherwise or has a default of its own.</source>
            <translation>层不对：这是第 %1 层的隐藏状态，而不是第 %2 层的。服务器的层编号方式不同，或有自己的默认值。</translation>
        </message>
        <message>
            <source>The prompt was cut off after %1 of %2 tokens. Raise the server's limit.</source>
            <translation>提示词在 %2 个 token 中的第 %1 个之后被截断。请提高服务器的上限。</translation>
        </message>
        <message>
            <source>Another model: nothing agrees. Choose the one that the transformer was trained with.</source>
            <translation>模型不同：完全不一致。请选择训练 Transformer 时所用的模型。</translation>
        </message>
        <message>
            <source>Cosine %1, largest error %2.</source>
            <translation>余弦 %1，最大误差 %2。</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::AboutDialog</name>
        <message>
            <source>About Diptych</source>
            <translation>关于 Diptych</translation>
        </message>
        <message>
            <source>Diptych %1</source>
            <translation>Diptych %1</translation>
        </message>
        <message>
            <source>Draws pictures from words, on this machine. Licensed under Apache-2.0; Qt is used under the LGPL.</source>
            <translation>在本机上用文字生成图片。以 Apache-2.0 许可证发布；Qt 依 LGPL 许可证使用。</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Its files</source>
            <translation>模型文件</translation>
        </message>
        <message>
            <source>Pictures</source>
            <translation>图片</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>设置</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::Actions</name>
        <message>
            <source>&amp;Open a picture…</source>
            <translation>打开图片(&amp;O)…</translation>
        </message>
        <message>
            <source>Look at a picture and read its settings; those of other programs are understood too</source>
            <translation>查看图片并读取其设置，也能识别其他程序生成的图片</translation>
        </message>
        <message>
            <source>&amp;Clear this list</source>
            <translation>清空此列表(&amp;C)</translation>
        </message>
        <message>
            <source>Forget which pictures were opened</source>
            <translation>清除打开过的图片记录</translation>
        </message>
        <message>
            <source>Open a &amp;model folder…</source>
            <translation>打开模型文件夹(&amp;M)…</translation>
        </message>
        <message>
            <source>Draw with a checkpoint that you have</source>
            <translation>使用您已有的检查点生成图片</translation>
        </message>
        <message>
            <source>F&amp;ind models…</source>
            <translation>查找模型(&amp;I)…</translation>
        </message>
        <message>
            <source>Look for models that other programs have fetched, or read what to fetch</source>
            <translation>查找其他程序已下载的模型，或了解需要下载什么</translation>
        </message>
        <message>
            <source>Use the &amp;demo model</source>
            <translation>使用演示模型(&amp;D)</translation>
        </message>
        <message>
            <source>Draw with the small model that comes with the program</source>
            <translation>使用程序自带的小模型生成图片</translation>
        </message>
        <message>
            <source>&amp;Save picture as…</source>
            <translation>图片另存为(&amp;S)…</translation>
        </message>
        <message>
            <source>Write the picture as PNG, JPEG or WebP where you want it</source>
            <translation>将图片以 PNG、JPEG 或 WebP 格式保存到指定位置</translation>
        </message>
        <message>
            <source>Show in &amp;folder</source>
            <translation>在文件夹中显示(&amp;F)</translation>
        </message>
        <message>
            <source>Open the folder in which the picture was stored by itself</source>
            <translation>打开自动保存该图片的文件夹</translation>
        </message>
        <message>
            <source>&amp;Quit</source>
            <translation>退出(&amp;Q)</translation>
        </message>
        <message>
            <source>Leave the program</source>
            <translation>退出程序</translation>
        </message>
        <message>
            <source>&amp;Undo</source>
            <translation>撤销(&amp;U)</translation>
        </message>
        <message>
            <source>Take back the last change of the text or of the settings</source>
            <translation>撤销对文本或设置的上一次更改</translation>
        </message>
        <message>
            <source>&amp;Redo</source>
            <translation>重做(&amp;R)</translation>
        </message>
        <message>
            <source>Make the change again</source>
            <translation>重新执行刚撤销的更改</translation>
        </message>
        <message>
            <source>Reset all &amp;settings</source>
            <translation>重置所有设置(&amp;S)</translation>
        </message>
        <message>
            <source>Set every number to what is recommended for the model</source>
            <translation>将所有数值恢复为该模型的推荐值</translation>
        </message>
        <message>
            <source>&amp;Copy picture</source>
            <translation>复制图片(&amp;C)</translation>
        </message>
        <message>
            <source>Copy the picture together with how it was made</source>
            <translation>复制图片及其生成信息</translation>
        </message>
        <message>
            <source>Paste a picture's settin&amp;gs</source>
            <translation>粘贴图片的设置(&amp;G)</translation>
        </message>
        <message>
            <source>Read the settings of the copied picture, file or text</source>
            <translation>从复制的图片、文件或文本中读取设置</translation>
        </message>
        <message>
            <source>Pre&amp;ferences…</source>
            <translation>首选项(&amp;F)…</translation>
        </message>
        <message>
            <source>Everything that can be set once and for all, and every shortcut</source>
            <translation>所有只需设置一次的选项，以及全部快捷键</translation>
        </message>
        <message>
            <source>&amp;Everything</source>
            <translation>全部信息(&amp;E)</translation>
        </message>
        <message>
            <source>Pictures that you save or copy tell how they were made</source>
            <translation>保存或复制的图片中包含完整的生成信息</translation>
        </message>
        <message>
            <source>&amp;Numbers, but no text of yours</source>
            <translation>仅参数，不含您的文本(&amp;N)</translation>
        </message>
        <message>
            <source>Pictures that you save or copy tell settings, but no prompt</source>
            <translation>保存或复制的图片中包含设置，但不含提示词</translation>
        </message>
        <message>
            <source>N&amp;othing</source>
            <translation>不附带信息(&amp;O)</translation>
        </message>
        <message>
            <source>Pictures that you save or copy tell nothing</source>
            <translation>保存或复制的图片中不含任何生成信息</translation>
        </message>
        <message>
            <source>&amp;Generate</source>
            <translation>生成(&amp;G)</translation>
        </message>
        <message>
            <source>Draw; while a drawing runs, queue behind it</source>
            <translation>生成图片；如有任务正在生成，则排入队列</translation>
        </message>
        <message>
            <source>Generate &amp;next</source>
            <translation>优先生成(&amp;N)</translation>
        </message>
        <message>
            <source>Queue in front of what waits</source>
            <translation>排到所有等待任务的前面</translation>
        </message>
        <message>
            <source>&amp;Interrupt and generate</source>
            <translation>中断并生成(&amp;I)</translation>
        </message>
        <message>
            <source>Stop the drawing that runs and begin with this one</source>
            <translation>停止正在进行的生成，立即开始本次生成</translation>
        </message>
        <message>
            <source>&amp;Cancel</source>
            <translation>取消(&amp;C)</translation>
        </message>
        <message>
            <source>Stop the drawing that runs, now</source>
            <translation>立即停止正在进行的生成</translation>
        </message>
        <message>
            <source>S&amp;top after this picture</source>
            <translation>此图片完成后停止(&amp;T)</translation>
        </message>
        <message>
            <source>Finish the picture that is drawn, then stop</source>
            <translation>完成正在生成的图片，然后停止</translation>
        </message>
        <message>
            <source>&amp;Pause the queue</source>
            <translation>暂停队列(&amp;P)</translation>
        </message>
        <message>
            <source>Let nothing new begin</source>
            <translation>不再开始新任务</translation>
        </message>
        <message>
            <source>C&amp;lear the queue</source>
            <translation>清空队列(&amp;L)</translation>
        </message>
        <message>
            <source>Take out everything that waits</source>
            <translation>移除所有等待中的任务</translation>
        </message>
        <message>
            <source>Remove failed and cancelled &amp;jobs</source>
            <translation>移除失败和已取消的任务(&amp;J)</translation>
        </message>
        <message>
            <source>Tidy the list of jobs</source>
            <translation>清理任务列表</translation>
        </message>
        <message>
            <source>Use &amp;everything</source>
            <translation>使用全部设置(&amp;E)</translation>
        </message>
        <message>
            <source>Take the picture's prompt and settings into the form</source>
            <translation>将该图片的提示词和设置填入表单</translation>
        </message>
        <message>
            <source>Use the &amp;prompt</source>
            <translation>使用提示词(&amp;P)</translation>
        </message>
        <message>
            <source>Take the picture's prompt into the form</source>
            <translation>将该图片的提示词填入表单</translation>
        </message>
        <message>
            <source>Use the see&amp;d</source>
            <translation>使用种子(&amp;D)</translation>
        </message>
        <message>
            <source>Take the picture's seed into the form</source>
            <translation>将该图片的种子填入表单</translation>
        </message>
        <message>
            <source>P&amp;revious picture</source>
            <translation>上一张图片(&amp;R)</translation>
        </message>
        <message>
            <source>Show the picture before</source>
            <translation>显示上一张图片</translation>
        </message>
        <message>
            <source>&amp;Next picture</source>
            <translation>下一张图片(&amp;N)</translation>
        </message>
        <message>
            <source>Show the picture after</source>
            <translation>显示下一张图片</translation>
        </message>
        <message>
            <source>&amp;Fit the picture</source>
            <translation>适应窗口(&amp;F)</translation>
        </message>
        <message>
            <source>Show the whole picture</source>
            <translation>显示整张图片</translation>
        </message>
        <message>
            <source>&amp;100 %</source>
            <translation>100%(&amp;1)</translation>
        </message>
        <message>
            <source>One pixel of the screen for each</source>
            <translation>图片的一个像素对应屏幕的一个像素</translation>
        </message>
        <message>
            <source>&amp;200 %</source>
            <translation>200%(&amp;2)</translation>
        </message>
        <message>
            <source>Two pixels of the screen for each</source>
            <translation>图片的一个像素对应屏幕的两个像素</translation>
        </message>
        <message>
            <source>Zoom &amp;in</source>
            <translation>放大(&amp;I)</translation>
        </message>
        <message>
            <source>Enlarge the picture</source>
            <translation>放大图片</translation>
        </message>
        <message>
            <source>Zoom &amp;out</source>
            <translation>缩小(&amp;O)</translation>
        </message>
        <message>
            <source>Make the picture smaller</source>
            <translation>缩小图片</translation>
        </message>
        <message>
            <source>Go to the &amp;prompt</source>
            <translation>转到提示词(&amp;P)</translation>
        </message>
        <message>
            <source>Put the cursor into the prompt</source>
            <translation>将光标移到提示词框</translation>
        </message>
        <message>
            <source>Find a &amp;template…</source>
            <translation>查找模板(&amp;T)…</translation>
        </message>
        <message>
            <source>Search the templates, see what they do, and apply one</source>
            <translation>搜索模板，查看效果并应用</translation>
        </message>
        <message>
            <source>Re&amp;write the prompt</source>
            <translation>改写提示词(&amp;W)</translation>
        </message>
        <message>
            <source>Let the language model write a better prompt to choose from</source>
            <translation>让语言模型写出更好的提示词供您选择</translation>
        </message>
        <message>
            <source>Picture on&amp;ly</source>
            <translation>仅显示图片(&amp;L)</translation>
        </message>
        <message>
            <source>Hide every panel, or show them again</source>
            <translation>隐藏所有面板，或重新显示</translation>
        </message>
        <message>
            <source>F&amp;ull screen</source>
            <translation>全屏(&amp;U)</translation>
        </message>
        <message>
            <source>Use the whole screen</source>
            <translation>使用整个屏幕</translation>
        </message>
        <message>
            <source>&amp;Create</source>
            <translation>创作(&amp;C)</translation>
        </message>
        <message>
            <source>Arrange the panels for writing and drawing</source>
            <translation>按编写和生成的需要排列面板</translation>
        </message>
        <message>
            <source>C&amp;ompare</source>
            <translation>对比(&amp;O)</translation>
        </message>
        <message>
            <source>Arrange the panels for looking at results side by side</source>
            <translation>按并排查看结果的需要排列面板</translation>
        </message>
        <message>
            <source>&amp;Inspect</source>
            <translation>检查(&amp;I)</translation>
        </message>
        <message>
            <source>Arrange the panels for seeing what the model gets and where it runs</source>
            <translation>按查看模型输入和运行位置的需要排列面板</translation>
        </message>
        <message>
            <source>&amp;History</source>
            <translation>历史(&amp;H)</translation>
        </message>
        <message>
            <source>Give the history most of the window</source>
            <translation>让历史占据窗口的大部分空间</translation>
        </message>
        <message>
            <source>&amp;Lock the panels</source>
            <translation>锁定面板(&amp;L)</translation>
        </message>
        <message>
            <source>Panels have no title bars and stay where they are</source>
            <translation>面板不显示标题栏，位置固定</translation>
        </message>
        <message>
            <source>&amp;Reset the layout</source>
            <translation>重置布局(&amp;R)</translation>
        </message>
        <message>
            <source>Put every panel where it was at first</source>
            <translation>将所有面板恢复到初始位置</translation>
        </message>
        <message>
            <source>As the &amp;system</source>
            <translation>跟随系统(&amp;S)</translation>
        </message>
        <message>
            <source>Theme: light or dark as the system is</source>
            <translation>主题：跟随系统的浅色或深色</translation>
        </message>
        <message>
            <source>&amp;Light</source>
            <translation>浅色(&amp;L)</translation>
        </message>
        <message>
            <source>Theme: light</source>
            <translation>主题：浅色</translation>
        </message>
        <message>
            <source>&amp;Dark</source>
            <translation>深色(&amp;D)</translation>
        </message>
        <message>
            <source>Theme: dark</source>
            <translation>主题：深色</translation>
        </message>
        <message>
            <source>High &amp;contrast</source>
            <translation>高对比度(&amp;C)</translation>
        </message>
        <message>
            <source>Theme: white and yellow on black, with strong lines</source>
            <translation>主题：黑底配白色与黄色，线条醒目</translation>
        </message>
        <message>
            <source>&amp;Notify when a drawing is done</source>
            <translation>生成完成时通知(&amp;N)</translation>
        </message>
        <message>
            <source>Tell by a message of the system when a drawing ends and another window is in front</source>
            <translation>生成结束且本窗口不在最前时，发送系统通知</translation>
        </message>
        <message>
            <source>&amp;Commands…</source>
            <translation>命令(&amp;C)…</translation>
        </message>
        <message>
            <source>Find a command by its name</source>
            <translation>按名称查找命令</translation>
        </message>
        <message>
            <source>Copy &amp;diagnostics…</source>
            <translation>复制诊断信息(&amp;D)…</translation>
        </message>
        <message>
            <source>What a report of a fault should tell, without secrets, to look at and copy</source>
            <translation>查看并复制故障报告所需的信息，不含敏感内容</translation>
        </message>
        <message>
            <source>&amp;About Diptych</source>
            <translation>关于 Diptych(&amp;A)</translation>
        </message>
        <message>
            <source>Version, model and devices</source>
            <translation>版本、模型和设备</translation>
        </message>
        <message>
            <source>Theme</source>
            <translation>主题</translation>
        </message>
        <message>
            <source>Perspective</source>
            <translation>工作区</translation>
        </message>
        <message>
            <source>What pictures tell</source>
            <translation>图片附带信息</translation>
        </message>
        <message>
            <source>&amp;File</source>
            <translation>文件(&amp;F)</translation>
        </message>
        <message>
            <source>Open &amp;recent</source>
            <translation>最近打开的图片(&amp;R)</translation>
        </message>
        <message>
            <source>&amp;What pictures tell</source>
            <translation>图片附带信息(&amp;W)</translation>
        </message>
        <message>
            <source>&amp;Edit</source>
            <translation>编辑(&amp;E)</translation>
        </message>
        <message>
            <source>&amp;View</source>
            <translation>视图(&amp;V)</translation>
        </message>
        <message>
            <source>&amp;Window</source>
            <translation>窗口(&amp;W)</translation>
        </message>
        <message>
            <source>&amp;Theme</source>
            <translation>主题(&amp;T)</translation>
        </message>
        <message>
            <source>&amp;Help</source>
            <translation>帮助(&amp;H)</translation>
        </message>
        <message>
            <source>&amp;System</source>
            <translation>跟随系统(&amp;S)</translation>
        </message>
        <message>
            <source>Language: the system's</source>
            <translation>语言：跟随系统</translation>
        </message>
        <message>
            <source>English</source>
            <translation>English</translation>
        </message>
        <message>
            <source>Language: English</source>
            <translation>语言：英语</translation>
        </message>
        <message>
            <source>Deutsch</source>
            <translation>Deutsch</translation>
        </message>
        <message>
            <source>Language: German</source>
            <translation>语言：德语</translation>
        </message>
        <message>
            <source>日本語</source>
            <translation>日本語</translation>
        </message>
        <message>
            <source>Language: Japanese</source>
            <translation>语言：日语</translation>
        </message>
        <message>
            <source>简体中文</source>
            <translation>简体中文</translation>
        </message>
        <message>
            <source>Language: Simplified Chinese</source>
            <translation>语言：简体中文</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>语言</translation>
        </message>
        <message>
            <source>&amp;Language</source>
            <translation>语言(&amp;L)</translation>
        </message>
        <message>
            <source>Open em&amp;beddings…</source>
            <translation>打开嵌入(&amp;B)…</translation>
        </message>
        <message>
            <source>Look at saved embeddings of a prompt, and draw from them</source>
            <translation>查看已保存的提示词嵌入，并由此生成图片</translation>
        </message>
        <message>
            <source>Sa&amp;ve the prompt's embedding…</source>
            <translation>保存提示词的嵌入(&amp;V)…</translation>
        </message>
        <message>
            <source>Encode the prompt and write the embedding with all that is known of it</source>
            <translation>编码提示词，并将嵌入连同所有已知信息写入文件</translation>
        </message>
        <message>
            <source>Encoder on another &amp;machine…</source>
            <translation>其他机器上的编码器(&amp;M)…</translation>
        </message>
        <message>
            <source>Encode prompts on servers: choose, test and compare them</source>
            <translation>在服务器上编码提示词：选择、测试和比较服务器</translation>
        </message>
        <message>
            <source>S&amp;hare this encoder…</source>
            <translation>共享此编码器(&amp;H)…</translation>
        </message>
        <message>
            <source>Let other programs and machines use the model that is open</source>
            <translation>让其他程序和机器使用当前打开的模型</translation>
        </message>
        <message>
            <source>&amp;Compare the chosen pictures</source>
            <translation>比较所选图片(&amp;C)</translation>
        </message>
        <message>
            <source>Compare what is chosen in the filmstrip; of one picture alone, with the one before</source>
            <translation>比较胶片栏中所选的图片；若只选一张，则与前一张比较</translation>
        </message>
        <message>
            <source>&amp;Open pictures to compare…</source>
            <translation>打开要比较的图片(&amp;O)…</translation>
        </message>
        <message>
            <source>Add picture files to the comparison, nine at most</source>
            <translation>将图片文件加入比较，最多九张</translation>
        </message>
        <message>
            <source>Draw &amp;variants to compare…</source>
            <translation>生成用于比较的变体(&amp;V)…</translation>
        </message>
        <message>
            <source>Draw the form two to nine times from the same noise, with differences</source>
            <translation>以相同噪声将表单生成二到九次，并各有不同</translation>
        </message>
        <message>
            <source>&amp;Use its settings</source>
            <translation>使用其设置(&amp;U)</translation>
        </message>
        <message>
            <source>Take the settings of the marked picture of the comparison into the form</source>
            <translation>将比较中已标记图片的设置填入表单</translation>
        </message>
        <message>
            <source>&amp;Take it out</source>
            <translation>移出(&amp;T)</translation>
        </message>
        <message>
            <source>Take the marked picture out of the comparison</source>
            <translation>将已标记的图片移出比较</translation>
        </message>
        <message>
            <source>Take &amp;all out</source>
            <translation>全部移出(&amp;A)</translation>
        </message>
        <message>
            <source>Take every picture out of the comparison; no file is touched</source>
            <translation>将所有图片移出比较；文件不受影响</translation>
        </message>
        <message>
            <source>&amp;Export the comparison…</source>
            <translation>导出比较(&amp;E)…</translation>
        </message>
        <message>
            <source>Write the comparison as one labelled picture, or as a page</source>
            <translation>将比较写为一张带标注的图片，或一个网页</translation>
        </message>
        <message>
            <source>Co&amp;py the comparison</source>
            <translation>复制比较(&amp;P)</translation>
        </message>
        <message>
            <source>Copy the comparison as one labelled picture</source>
            <translation>将比较复制为一张带标注的图片</translation>
        </message>
        <message>
            <source>&amp;Compare</source>
            <translation>比较(&amp;C)</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::CommandPalette</name>
        <message>
            <source>Commands</source>
            <translation>命令</translation>
        </message>
        <message>
            <source>Type a command</source>
            <translation>输入命令</translation>
        </message>
        <message>
            <source>Part of a command's name</source>
            <translation>命令名称的一部分</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::CompareController</name>
        <message>
            <source>A comparison has nine pictures at most.</source>
            <translation>一次比较最多九张图片。</translation>
        </message>
        <message>
            <source>is read</source>
            <translation>正在读取</translation>
        </message>
        <message>
            <source>Open pictures to compare</source>
            <translation>打开要比较的图片</translation>
        </message>
        <message>
            <source>Pictures (*.png *.jpg *.jpeg *.webp)</source>
            <translation>图片 (*.png *.jpg *.jpeg *.webp)</translation>
        </message>
        <message>
            <source>The queue is paused: the variants are drawn when it goes on.</source>
            <translation>队列已暂停：继续后才会生成变体。</translation>
        </message>
        <message>
            <source>Waits</source>
            <translation>等待中</translation>
        </message>
        <message>
            <source>Stopping…</source>
            <translation>正在停止…</translation>
        </message>
        <message>
            <source>Cancelled</source>
            <translation>已取消</translation>
        </message>
        <message>
            <source>Use of a compared picture's settings</source>
            <translation>使用所比较图片的设置</translation>
        </message>
        <message>
            <source>The settings of the marked picture are in the form.</source>
            <translation>已将标记图片的设置填入表单。</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>撤销</translation>
        </message>
        <message>
            <source>Export the comparison</source>
            <translation>导出比较</translation>
        </message>
        <message>
            <source>One picture (*.png);;Web page (*.html)</source>
            <translation>一张图片 (*.png);;网页 (*.html)</translation>
        </message>
        <message>
            <source>Comparison</source>
            <translation>比较</translation>
        </message>
        <message>
            <source>Saved as %1.</source>
            <translation>已保存为 %1。</translation>
        </message>
        <message>
            <source>Copied.</source>
            <translation>已复制。</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::ConfiguredTemplate</name>
        <message>
            <source>The configuration names the template %1. It was not applied, since the prompt has texts of your own in its places.</source>
            <translation>配置中指定了模板 %1。由于相应位置已有您自己的文字，未予应用。</translation>
        </message>
        <message>
            <source>Apply it</source>
            <translation>应用</translation>
        </message>
        <message>
            <source>The configuration names the template %1, which does not exist. The prompt goes on without it.</source>
            <translation>配置中指定的模板 %1 不存在。将不使用它继续。</translation>
        </message>
        <message>
            <source>Choose another one, or correct prompt.template.</source>
            <translation>请另选一个，或更正 prompt.template。</translation>
        </message>
        <message>
            <source>Choose a template</source>
            <translation>选择模板</translation>
        </message>
        <message>
            <source>The configuration names the template %1, which asks for %2. The prompt goes on without it.</source>
            <translation>配置中指定的模板 %1 需要填写 %2。将不使用它继续。</translation>
        </message>
        <message>
            <source>Fill in its fields and apply it.</source>
            <translation>请填写其字段后应用。</translation>
        </message>
        <message>
            <source>Fill in</source>
            <translation>填写</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::ConnectionCells</name>
        <message>
            <source>Encoder server</source>
            <translation>编码服务器</translation>
        </message>
        <message>
            <source>Sharing</source>
            <translation>共享</translation>
        </message>
        <message>
            <source>Encoder: %1</source>
            <translation>编码器：%1</translation>
        </message>
        <message>
            <source>Encoder: %1, %2 ms</source>
            <translation>编码器：%1，%2 ms</translation>
        </message>
        <message>
            <source>The server that encodes prompts. Click to see all of them.</source>
            <translation>编码提示词的服务器。点击查看全部。</translation>
        </message>
        <message numerus="yes">
            <source>Shared: %n request(s)</source>
            <translation>
                <numerusform>共享中：%n 个请求</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::ConnectionController</name>
        <message>
            <source>%1 (%2)</source>
            <translation>%1 (%2)</translation>
        </message>
        <message>
            <source>Avahi does not run here, so no server is looked for.</source>
            <translation>此处未运行 Avahi，因此不会查找服务器。</translation>
        </message>
        <message>
            <source>No server has announced itself.</source>
            <translation>没有服务器通告自己。</translation>
        </message>
        <message>
            <source>A short prompt is encoded there and here…</source>
            <translation>正在服务器和本机上编码一条简短的提示词…</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::ConnectionDialog</name>
        <message>
            <source>Other machines</source>
            <translation>其他机器</translation>
        </message>
        <message>
            <source>Encoder servers</source>
            <translation>编码服务器</translation>
        </message>
        <message>
            <source>Sharing</source>
            <translation>共享</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::CraftController</name>
        <message>
            <source>The queue is paused: the text is written when it goes on.</source>
            <translation>队列已暂停：继续后才会撰写文本。</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::Desktop</name>
        <message>
            <source>Prompt</source>
            <translation>提示词</translation>
        </message>
        <message>
            <source>Templates</source>
            <translation>模板</translation>
        </message>
        <message>
            <source>Rewriter</source>
            <translation>改写器</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>设置</translation>
        </message>
        <message>
            <source>Queue</source>
            <translation>队列</translation>
        </message>
        <message>
            <source>Devices</source>
            <translation>设备</translation>
        </message>
        <message>
            <source>History</source>
            <translation>历史</translation>
        </message>
        <message>
            <source>Open a model folder</source>
            <translation>打开模型文件夹</translation>
        </message>
        <message>
            <source>That model cannot be used. %1</source>
            <translation>无法使用该模型。%1</translation>
        </message>
        <message>
            <source>no model</source>
            <translation>无模型</translation>
        </message>
        <message>
            <source>Describe a picture</source>
            <translation>描述一张图片</translation>
        </message>
        <message>
            <source>Type what you want to see and press Ctrl+Enter. The bundled demo model draws small pictures; open a model folder (Ctrl+Shift+O) for real ones.</source>
            <translation>输入想看到的画面，然后按 Ctrl+Enter。自带的演示模型只能生成小图；要生成正式的图片，请打开模型文件夹（Ctrl+Shift+O）。</translation>
        </message>
        <message>
            <source>Type what you want to see and press Ctrl+Enter.</source>
            <translation>输入想看到的画面，然后按 Ctrl+Enter。</translation>
        </message>
        <message>
            <source>The saved form was damaged. Its last good copy was restored.</source>
            <translation>保存的表单已损坏，已恢复上一份完好的副本。</translation>
        </message>
        <message>
            <source>The window's settings were damaged. Their last good copy was restored.</source>
            <translation>窗口设置已损坏，已恢复上一份完好的副本。</translation>
        </message>
        <message>
            <source>The saved form was damaged, and there is no copy of it.</source>
            <translation>保存的表单已损坏，且没有副本。</translation>
        </message>
        <message>
            <source>%1. Click for devices.</source>
            <translation>%1。点击查看设备。</translation>
        </message>
        <message>
            <source>Diptych</source>
            <translation>Diptych</translation>
        </message>
        <message>
            <source>A drawing runs. Quitting stops it; finished pictures are kept, and what waits comes back at the next start.</source>
            <translation>正在生成图片。退出会停止生成；已完成的图片会保留，等待中的任务将在下次启动时恢复。</translation>
        </message>
        <message>
            <source>Stay</source>
            <translation>不退出</translation>
        </message>
        <message>
            <source>Stop and quit</source>
            <translation>停止并退出</translation>
        </message>
        <message>
            <source>The drawing failed</source>
            <translation>生成失败</translation>
        </message>
        <message>
            <source>The drawing is done</source>
            <translation>生成完成</translation>
        </message>
        <message>
            <source>The language changes at the next start: a drawing runs.</source>
            <translation>正在绘制，语言将在下次启动时切换。</translation>
        </message>
        <message>
            <source>Comparison</source>
            <translation>比较</translation>
        </message>
        <message>
            <source>Embeddings</source>
            <translation>嵌入</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::DiagnosticsDialog</name>
        <message>
            <source>Diagnostics</source>
            <translation>诊断信息</translation>
        </message>
        <message>
            <source>This is all that would be copied. Keys, passwords and your name have been taken out; nothing is sent anywhere.</source>
            <translation>以下是将复制的全部内容。密钥、密码和您的姓名已移除；不会向任何地方发送数据。</translation>
        </message>
        <message>
            <source>The report</source>
            <translation>报告</translation>
        </message>
        <message>
            <source>&amp;Copy</source>
            <translation>复制(&amp;C)</translation>
        </message>
        <message>
            <source>Copy the report, to be pasted where you describe the fault</source>
            <translation>复制报告，以便粘贴到您描述故障的地方</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::DropRouter</name>
        <message>
            <source>Let go to look at the picture and read its settings</source>
            <translation>松开即可查看图片并读取其设置</translation>
        </message>
        <message numerus="yes">
            <source>Let go to look at %n pictures; the settings of the first are read</source>
            <translation>
                <numerusform>松开即可查看 %n 张图片，并读取第一张的设置</numerusform>
            </translation>
        </message>
        <message>
            <source>Let go to look at the pictures and the embeddings</source>
            <translation>松开以查看图片和嵌入</translation>
        </message>
        <message numerus="yes">
            <source>Let go to look at %n file(s) of embeddings</source>
            <translation>
                <numerusform>松开以查看 %n 个嵌入文件</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::EmbeddingController</name>
        <message>
            <source>Open embeddings</source>
            <translation>打开嵌入</translation>
        </message>
        <message>
            <source>Embeddings (*.safetensors *.npz *.npy)</source>
            <translation>嵌入 (*.safetensors *.npz *.npy)</translation>
        </message>
        <message>
            <source>Save the prompt's embedding</source>
            <translation>保存提示词的嵌入</translation>
        </message>
        <message>
            <source>Embeddings (*.safetensors);;numpy (*.npz *.npy)</source>
            <translation>嵌入 (*.safetensors);;numpy (*.npz *.npy)</translation>
        </message>
        <message>
            <source>The queue is paused: the prompt is encoded when it goes on.</source>
            <translation>队列已暂停：继续后才会编码提示词。</translation>
        </message>
        <message>
            <source>The prompt is being encoded.</source>
            <translation>正在编码提示词。</translation>
        </message>
        <message>
            <source>Cancelled: nothing was written.</source>
            <translation>已取消：未写入任何内容。</translation>
        </message>
        <message>
            <source>%1 (%2 times)</source>
            <translation>%1（%2 倍）</translation>
        </message>
        <message>
            <source>Channels far larger than the median one: %1.</source>
            <translation>远大于中位值的通道：%1。</translation>
        </message>
        <message>
            <source>Prompt</source>
            <translation>提示词</translation>
        </message>
        <message>
            <source>System prompt</source>
            <translation>系统提示词</translation>
        </message>
        <message>
            <source>Think block</source>
            <translation>思考块</translation>
        </message>
        <message>
            <source>Answer</source>
            <translation>回答</translation>
        </message>
        <message>
            <source>Template</source>
            <translation>模板</translation>
        </message>
        <message>
            <source>Hidden layer</source>
            <translation>隐藏层</translation>
        </message>
        <message>
            <source>Text encoder</source>
            <translation>文本编码器</translation>
        </message>
        <message>
            <source>Numbers</source>
            <translation>数值</translation>
        </message>
        <message>
            <source>Made</source>
            <translation>生成时间</translation>
        </message>
        <message>
            <source>By Diptych</source>
            <translation>Diptych 版本</translation>
        </message>
        <message>
            <source>Made of</source>
            <translation>来源</translation>
        </message>
        <message>
            <source>The form draws from %1. With guidance it needs a negative embedding too: open one and press “Use as negative”, or set the guidance to 0.</source>
            <translation>表单将由 %1 生成图片。使用引导时还需要一个负面嵌入：请打开一个并按“用作负面”，或将引导设为 0。</translation>
        </message>
        <message>
            <source>The form draws from %1 instead of the prompt.</source>
            <translation>表单将由 %1 而不是提示词生成图片。</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>撤销</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::EncoderFallback</name>
        <message>
            <source>No encoder server encoded the prompt; the job waits. Encode on this machine for the rest of this session? %1</source>
            <translation>没有编码服务器完成提示词的编码；任务正在等待。本次会话余下时间改在本机编码吗？ %1</translation>
        </message>
        <message>
            <source>No encoder server encoded the prompt; the job waits. %1</source>
            <translation>没有编码服务器完成提示词的编码；任务正在等待。 %1</translation>
        </message>
        <message>
            <source>This machine has no text encoder of its own. The queue goes on when a server answers.</source>
            <translation>本机没有自己的文本编码器。有服务器响应时队列会继续。</translation>
        </message>
        <message>
            <source>Encode here</source>
            <translation>在本机编码</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>重试</translation>
        </message>
        <message>
            <source>Wait for a server</source>
            <translation>等待服务器</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::GenerationController</name>
        <message>
            <source>Queued. The queue is paused.</source>
            <translation>已加入队列。队列已暂停。</translation>
        </message>
        <message>
            <source>Go on</source>
            <translation>继续</translation>
        </message>
        <message numerus="yes">
            <source>%n waiting job(s) were taken out.</source>
            <translation>
                <numerusform>已移除 %n 个等待中的任务。</numerusform>
            </translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>撤销</translation>
        </message>
        <message>
            <source>The form shows a job that waits. Change it, then put it back.</source>
            <translation>表单中显示的是一个等待中的任务。修改后请放回队列。</translation>
        </message>
        <message>
            <source>Put back</source>
            <translation>放回队列</translation>
        </message>
        <message>
            <source>Leave as it was</source>
            <translation>保持原样</translation>
        </message>
        <message>
            <source>Use of a job's settings</source>
            <translation>使用任务的设置</translation>
        </message>
        <message>
            <source>Stopping…</source>
            <translation>正在停止…</translation>
        </message>
        <message>
            <source>Save elsewhere…</source>
            <translation>另存到别处…</translation>
        </message>
        <message>
            <source>“%1” was being drawn when Diptych ended.</source>
            <translation>Diptych 退出时正在生成“%1”。</translation>
        </message>
        <message numerus="yes">
            <source>%n job(s) of the last time wait. The queue is paused.</source>
            <translation>
                <numerusform>上次有 %n 个任务尚未执行。队列已暂停。</numerusform>
            </translation>
        </message>
        <message>
            <source>Draw it again</source>
            <translation>重新生成</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>重试</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::HistoryController</name>
        <message>
            <source>The form holds these settings already.</source>
            <translation>表单中已经是这些设置。</translation>
        </message>
        <message>
            <source>Use of a picture's settings</source>
            <translation>使用图片的设置</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::ModelDialog</name>
        <message>
            <source>checkpoint folder</source>
            <translation>检查点文件夹</translation>
        </message>
        <message>
            <source>in Hugging Face's cache</source>
            <translation>位于 Hugging Face 缓存中</translation>
        </message>
        <message>
            <source>single files of ComfyUI</source>
            <translation>ComfyUI 的单个模型文件</translation>
        </message>
        <message>
            <source>text encoder</source>
            <translation>文本编码器</translation>
        </message>
        <message>
            <source>autoencoder</source>
            <translation>自编码器</translation>
        </message>
        <message>
            <source>Models</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Models on this machine</source>
            <translation>本机上的模型</translation>
        </message>
        <message>
            <source>&amp;Draw with it</source>
            <translation>使用此模型(&amp;D)</translation>
        </message>
        <message>
            <source>&amp;Look in a folder…</source>
            <translation>在文件夹中查找(&amp;L)…</translation>
        </message>
        <message>
            <source>Check a folder and everything in it</source>
            <translation>检查一个文件夹及其中的所有内容</translation>
        </message>
        <message>
            <source>Look in a folder</source>
            <translation>在文件夹中查找</translation>
        </message>
        <message>
            <source>Get the real model</source>
            <translation>获取正式模型</translation>
        </message>
        <message>
            <source>Z-Image-Turbo by Tongyi-MAI is on huggingface.co, about 33 GB. Fetch the whole repository into one folder, which then holds transformer, text_encoder, vae, tokenizer and scheduler; then look in that folder. With Hugging Face's own program:</source>
            <translation>Tongyi-MAI 的 Z-Image-Turbo 位于 huggingface.co，约 33 GB。请将整个仓库下载到同一个文件夹，其中应包含 transformer、text_encoder、vae、tokenizer 和 scheduler；然后在该文件夹中查找。使用 Hugging Face 官方程序下载：</translation>
        </message>
        <message>
            <source>Command that fetches the model</source>
            <translation>下载模型的命令</translation>
        </message>
        <message>
            <source>&amp;Copy</source>
            <translation>复制(&amp;C)</translation>
        </message>
        <message>
            <source>Copy the command, to be pasted into a terminal</source>
            <translation>复制命令，以便粘贴到终端</translation>
        </message>
        <message>
            <source>Looking for models…</source>
            <translation>正在查找模型…</translation>
        </message>
        <message>
            <source>%1 — %2</source>
            <translation>%1 — %2</translation>
        </message>
        <message>
            <source>There is no Z-Image model in that folder.</source>
            <translation>该文件夹中没有 Z-Image 模型。</translation>
        </message>
        <message>
            <source>No model was found in the usual places.</source>
            <translation>在常用位置未找到模型。</translation>
        </message>
        <message numerus="yes">
            <source>%n model(s) on this machine:</source>
            <translation>
                <numerusform>本机上有 %n 个模型：</numerusform>
            </translation>
        </message>
        <message>
            <source>Something of this model is missing</source>
            <translation>此模型缺少部分文件</translation>
        </message>
        <message>
            <source>Draw with this model from now on</source>
            <translation>以后使用此模型生成图片</translation>
        </message>
        <message>
            <source>In %1. Nothing is missing.</source>
            <translation>位于 %1。文件齐全。</translation>
        </message>
        <message>
            <source>In %1. Missing or unusable: %2.</source>
            <translation>位于 %1。缺失或不可用：%2。</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::PictureActions</name>
        <message>
            <source>Save the picture</source>
            <translation>保存图片</translation>
        </message>
        <message>
            <source>PNG (*.png);;JPEG (*.jpg *.jpeg);;WebP (*.webp)</source>
            <translation>PNG (*.png);;JPEG (*.jpg *.jpeg);;WebP (*.webp)</translation>
        </message>
        <message>
            <source>Saved as %1.</source>
            <translation>已保存为 %1。</translation>
        </message>
        <message>
            <source>Save elsewhere…</source>
            <translation>另存到别处…</translation>
        </message>
        <message>
            <source>Copied.</source>
            <translation>已复制。</translation>
        </message>
        <message>
            <source>Use of a picture's settings</source>
            <translation>使用图片的设置</translation>
        </message>
        <message>
            <source>The picture's prompt, settings and seed are in the form.</source>
            <translation>已将该图片的提示词、设置和种子填入表单。</translation>
        </message>
        <message>
            <source>Use of a picture's prompt</source>
            <translation>使用图片的提示词</translation>
        </message>
        <message>
            <source>The picture's prompt is in the form.</source>
            <translation>已将该图片的提示词填入表单。</translation>
        </message>
        <message>
            <source>The picture's seed is kept for the next drawings.</source>
            <translation>后续生成将沿用该图片的种子。</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>撤销</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::PictureImport</name>
        <message>
            <source>Not understood: %1. Pictures are PNG, JPEG or WebP files.</source>
            <translation>无法识别：%1。图片须为 PNG、JPEG 或 WebP 文件。</translation>
        </message>
        <message>
            <source>The form holds the settings of this picture already.</source>
            <translation>表单中已经是该图片的设置。</translation>
        </message>
        <message>
            <source>Use of another picture's settings</source>
            <translation>使用其他图片的设置</translation>
        </message>
        <message>
            <source>%1 tells nothing about how it was made.</source>
            <translation>%1 不含生成信息。</translation>
        </message>
        <message>
            <source>Draw from it</source>
            <translation>以此图生成</translation>
        </message>
        <message>
            <source>The copied picture tells nothing about how it was made. Open its file instead.</source>
            <translation>复制的图片不含生成信息。请改为打开其文件。</translation>
        </message>
        <message>
            <source>What was copied holds no settings of a picture.</source>
            <translation>复制的内容中没有图片设置。</translation>
        </message>
        <message>
            <source>Open a picture</source>
            <translation>打开图片</translation>
        </message>
        <message>
            <source>Pictures (*.png *.jpg *.jpeg *.webp)</source>
            <translation>图片 (*.png *.jpg *.jpeg *.webp)</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::PreferenceModel</name>
        <message>
            <source>%1, chosen here</source>
            <translation>%1，已在此处设定</translation>
        </message>
        <message>
            <source>%1: %2</source>
            <translation>%1：%2</translation>
        </message>
        <message>
            <source>Setting</source>
            <translation>设置</translation>
        </message>
        <message>
            <source>Value</source>
            <translation>值</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::PreferencesDialog</name>
        <message>
            <source>Remote encoder</source>
            <translation>远程编码器</translation>
        </message>
        <message>
            <source>Skip layers</source>
            <translation>跳层引导</translation>
        </message>
        <message>
            <source>LoRA</source>
            <translation>LoRA</translation>
        </message>
        <message>
            <source>&amp;Set back</source>
            <translation>还原(&amp;S)</translation>
        </message>
        <message>
            <source>Preferences</source>
            <translation>首选项</translation>
        </message>
        <message>
            <source>Search the settings</source>
            <translation>搜索设置</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>搜索</translation>
        </message>
        <message>
            <source>Parts of the settings</source>
            <translation>设置分类</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>设置</translation>
        </message>
        <message>
            <source>Use what the configuration file or the program says</source>
            <translation>使用配置文件或程序中的值</translation>
        </message>
        <message>
            <source>All settings</source>
            <translation>所有设置</translation>
        </message>
        <message>
            <source>Shortcuts</source>
            <translation>快捷键</translation>
        </message>
        <message>
            <source>Nothing here is called that.</source>
            <translation>没有匹配的设置。</translation>
        </message>
        <message>
            <source>Takes %1.</source>
            <translation>可用值：%1。</translation>
        </message>
        <message>
            <source>This list is written in the configuration file.</source>
            <translation>此列表在配置文件中编写。</translation>
        </message>
        <message>
            <source>Default: %1. In force: %2.</source>
            <translation>默认值：%1。当前生效：%2。</translation>
        </message>
        <message>
            <source>Devices</source>
            <translation>设备</translation>
        </message>
        <message>
            <source>Text encoder</source>
            <translation>文本编码器</translation>
        </message>
        <message>
            <source>Generation</source>
            <translation>生成</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Prompt</source>
            <translation>提示词</translation>
        </message>
        <message>
            <source>Memory</source>
            <translation>内存</translation>
        </message>
        <message>
            <source>Rewriter</source>
            <translation>改写器</translation>
        </message>
        <message>
            <source>Scheduler</source>
            <translation>调度器</translation>
        </message>
        <message>
            <source>Source picture</source>
            <translation>源图片</translation>
        </message>
        <message>
            <source>Tiles</source>
            <translation>分块</translation>
        </message>
        <message>
            <source>Two passes</source>
            <translation>两遍生成</translation>
        </message>
        <message>
            <source>Variety</source>
            <translation>多样性</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::SharingController</name>
        <message>
            <source>Other machines are only answered with a key. Make one, or share with this machine alone.</source>
            <translation>只有凭密钥才会响应其他机器。请生成一个密钥，或仅在本机共享。</translation>
        </message>
        <message>
            <source>Choose at least one thing to offer.</source>
            <translation>请至少选择一项要提供的内容。</translation>
        </message>
        <message>
            <source>Diptych on %1</source>
            <translation>%1 上的 Diptych</translation>
        </message>
        <message>
            <source>The server begins…</source>
            <translation>正在启动服务器…</translation>
        </message>
        <message>
            <source>The server finishes what is under way…</source>
            <translation>服务器正在完成手头的任务…</translation>
        </message>
        <message numerus="yes">
            <source>Answers at %1: %n request(s)</source>
            <translation>
                <numerusform>在 %1 响应：%n 个请求</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source> of %n client(s).</source>
            <translation>
                <numerusform>，来自 %n 个客户端。</numerusform>
            </translation>
        </message>
        <message>
            <source>Other machines on the network find it by themselves.</source>
            <translation>网络上的其他机器会自动发现它。</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::ShortcutPage</name>
        <message>
            <source>&amp;Set</source>
            <translation>指定(&amp;S)</translation>
        </message>
        <message>
            <source>&amp;Default</source>
            <translation>默认(&amp;D)</translation>
        </message>
        <message>
            <source>Commands and their shortcuts</source>
            <translation>命令及其快捷键</translation>
        </message>
        <message>
            <source>Command</source>
            <translation>命令</translation>
        </message>
        <message>
            <source>Shortcut</source>
            <translation>快捷键</translation>
        </message>
        <message>
            <source>New shortcut</source>
            <translation>新快捷键</translation>
        </message>
        <message>
            <source>Press the keys that are to run the command</source>
            <translation>按下要用于执行该命令的按键</translation>
        </message>
        <message>
            <source>Give these keys to the command; without keys it has no shortcut</source>
            <translation>将这些按键指定给该命令；留空则该命令没有快捷键</translation>
        </message>
        <message>
            <source>Give the command the keys that the program comes with</source>
            <translation>将该命令恢复为程序自带的快捷键</translation>
        </message>
        <message>
            <source>&amp;New shortcut</source>
            <translation>新快捷键(&amp;N)</translation>
        </message>
        <message>
            <source>Choose a command.</source>
            <translation>请选择一个命令。</translation>
        </message>
        <message>
            <source>These keys run “%1” now. Setting them takes them from there.</source>
            <translation>这些按键目前用于“%1”。指定后将不再用于该命令。</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::StatusCells</name>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Device</source>
            <translation>设备</translation>
        </message>
        <message>
            <source>Queue</source>
            <translation>队列</translation>
        </message>
        <message>
            <source>Tokens</source>
            <translation>Token</translation>
        </message>
        <message>
            <source>The model in use. Click for devices.</source>
            <translation>当前使用的模型。点击查看设备。</translation>
        </message>
        <message>
            <source>Drawing</source>
            <translation>正在生成</translation>
        </message>
        <message>
            <source>Idle</source>
            <translation>空闲</translation>
        </message>
        <message numerus="yes">
            <source>%n waiting</source>
            <translation>
                <numerusform>%n 个等待</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Paused, %n waiting</source>
            <translation>
                <numerusform>已暂停，%n 个等待</numerusform>
            </translation>
        </message>
        <message>
            <source>Paused</source>
            <translation>已暂停</translation>
        </message>
        <message>
            <source>The queue: %1. Click to see it.</source>
            <translation>队列：%1。点击查看。</translation>
        </message>
        <message>
            <source>%1/%2 tokens</source>
            <translation>%1/%2 token</translation>
        </message>
        <message>
            <source>The prompt is longer than what the model was trained with.</source>
            <translation>提示词超出了模型训练时的长度。</translation>
        </message>
        <message>
            <source>Tokens of the prompt. Click to go there.</source>
            <translation>提示词的 token 数。点击转到提示词。</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::UnfinishedPictures</name>
        <message>
            <source>A picture was drawn but not saved: “%1”.</source>
            <translation>有一张图片已生成但未保存：“%1”。</translation>
        </message>
        <message numerus="yes">
            <source>%n pictures were drawn but not saved.</source>
            <translation>
                <numerusform>有 %n 张图片已生成但未保存。</numerusform>
            </translation>
        </message>
        <message>
            <source>Finishing takes only the last step, the decoding.</source>
            <translation>只差最后一步：解码。</translation>
        </message>
        <message>
            <source>Finish</source>
            <translation>继续完成</translation>
        </message>
        <message>
            <source>Throw away</source>
            <translation>丢弃</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets</name>
        <message>
            <source>Something went wrong inside Diptych.</source>
            <translation>Diptych 内部出错。</translation>
        </message>
        <message>
            <source>That cannot be done now.</source>
            <translation>现在无法执行此操作。</translation>
        </message>
        <message>
            <source>A value is not possible.</source>
            <translation>有一个值无效。</translation>
        </message>
        <message>
            <source>A file is missing.</source>
            <translation>缺少文件。</translation>
        </message>
        <message>
            <source>A file is damaged or of another kind.</source>
            <translation>文件已损坏或类型不符。</translation>
        </message>
        <message>
            <source>A file could not be written.</source>
            <translation>无法写入文件。</translation>
        </message>
        <message>
            <source>The configuration cannot be used.</source>
            <translation>无法使用该配置。</translation>
        </message>
        <message>
            <source>The model's weights do not fit.</source>
            <translation>模型的权重不匹配。</translation>
        </message>
        <message>
            <source>This version cannot do that.</source>
            <translation>此版本不支持该操作。</translation>
        </message>
        <message>
            <source>A device is missing or failed.</source>
            <translation>设备缺失或发生故障。</translation>
        </message>
        <message>
            <source>There was not enough memory.</source>
            <translation>内存不足。</translation>
        </message>
        <message>
            <source>The other machine did not answer.</source>
            <translation>另一台机器没有响应。</translation>
        </message>
        <message>
            <source>The other machine reported an error.</source>
            <translation>另一台机器报告了错误。</translation>
        </message>
        <message>
            <source>Stopped.</source>
            <translation>已停止。</translation>
        </message>
        <message>
            <source>Try a smaller size, or let the autoencoder work in tiles (Devices).</source>
            <translation>请尝试更小的尺寸，或让自编码器分块处理（见“设备”面板）。</translation>
        </message>
        <message>
            <source>Please report it with the details.</source>
            <translation>请附上详细信息报告此问题。</translation>
        </message>
        <message>
            <source>Loading the model, %1 %</source>
            <translation>正在加载模型，%1%</translation>
        </message>
        <message>
            <source>Loading the model</source>
            <translation>正在加载模型</translation>
        </message>
        <message>
            <source>Reading the prompt</source>
            <translation>正在读取提示词</translation>
        </message>
        <message>
            <source>Step %1 of %2</source>
            <translation>第 %1/%2 步</translation>
        </message>
        <message>
            <source>Turning latents into pixels</source>
            <translation>正在将潜变量解码为像素</translation>
        </message>
        <message>
            <source>Saving</source>
            <translation>正在保存</translation>
        </message>
        <message>
            <source>%1 s</source>
            <translation>%1 秒</translation>
        </message>
        <message>
            <source>%1 min %2 s</source>
            <translation>%1 分 %2 秒</translation>
        </message>
        <message>
            <source>%1 h %2 min</source>
            <translation>%1 小时 %2 分</translation>
        </message>
        <message>
            <source>Picture %1 of %2: %3</source>
            <translation>第 %1/%2 张图片：%3</translation>
        </message>
        <message>
            <source>%1, about %2 left</source>
            <translation>%1，剩余约 %2</translation>
        </message>
        <message>
            <source>system prompt</source>
            <translation>系统提示词</translation>
        </message>
        <message>
            <source>think text</source>
            <translation>思考文本</translation>
        </message>
        <message>
            <source>beginning of the answer</source>
            <translation>回答开头</translation>
        </message>
        <message>
            <source>Replaces what you wrote as %1. Undo brings it back.</source>
            <translation>将替换您填写的%1。可用“撤销”恢复。</translation>
        </message>
        <message>
            <source> and </source>
            <translation>、</translation>
        </message>
        <message>
            <source>The template proposes a think block. You have switched it off, so it stays off.</source>
            <translation>该模板建议使用思考块。您已将其关闭，因此保持关闭。</translation>
        </message>
        <message>
            <source>Raw mode is switched off, since templates are for formatted prompts.</source>
            <translation>已关闭原始模式，因为模板用于带格式的提示词。</translation>
        </message>
        <message>
            <source>Token %1 of %2: %3 (number %4)</source>
            <translation>第 %1 个 token（共 %2 个）：%3（编号 %4）</translation>
        </message>
        <message>
            <source>Tokens %1 to %2 of %3: %4 (numbers %5)</source>
            <translation>第 %1 至 %2 个 token（共 %3 个）：%4（编号 %5）</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::ChangesModel</name>
        <message>
            <source>%1 %2</source>
            <translation>%1 %2</translation>
        </message>
        <message>
            <source>not known</source>
            <translation>未知</translation>
        </message>
        <message>
            <source>%1 of %2: %3</source>
            <translation>%2 的%1：%3</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::CollapsibleSection</name>
        <message numerus="yes">
            <source>%n changed</source>
            <comment>settings of a section</comment>
            <translation>
                <numerusform>%n 项已更改</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::CompareDetails</name>
        <message>
            <source>Pictures</source>
            <translation>图片</translation>
        </message>
        <message>
            <source>What differs</source>
            <translation>不同之处</translation>
        </message>
        <message>
            <source>Words of the prompt</source>
            <translation>提示词的用词</translation>
        </message>
        <message>
            <source>Compared pictures</source>
            <translation>所比较的图片</translation>
        </message>
        <message>
            <source>Fields that differ</source>
            <translation>不同的字段</translation>
        </message>
        <message>
            <source>What became of the prompt's words</source>
            <translation>提示词用词的变化</translation>
        </message>
        <message>
            <source>How pictures were made is compared when two of them tell it.</source>
            <translation>有两张图片带有生成信息时，才会比较其生成方式。</translation>
        </message>
        <message>
            <source>Nothing that they tell about how they were made.</source>
            <translation>它们所带的生成信息没有差别。</translation>
        </message>
        <message>
            <source>The prompts of %1 and %2 are the same.</source>
            <translation>%1 和 %2 的提示词相同。</translation>
        </message>
        <message>
            <source>Two prompts are compared word by word.</source>
            <translation>逐词比较两条提示词。</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::ComparePanel</name>
        <message>
            <source>Nothing to compare yet</source>
            <translation>尚无可比较的内容</translation>
        </message>
        <message>
            <source>Choose two to nine pictures in the history or in the filmstrip and press C, drop files here, or let Compare ▸ Draw variants draw them.</source>
            <translation>在历史或胶片栏中选择二到九张图片并按 C，将文件拖到此处，或通过“比较 ▸ 生成变体”来生成。</translation>
        </message>
        <message>
            <source>Let go to compare</source>
            <translation>松开即可比较</translation>
        </message>
        <message>
            <source>Side by side (M)</source>
            <translation>并排 (M)</translation>
        </message>
        <message>
            <source>One over the other, with an edge to move (M; Shift+arrows)</source>
            <translation>上下叠放，分界可移动 (M；Shift+方向键)</translation>
        </message>
        <message>
            <source>In turns (M; Space holds)</source>
            <translation>轮流显示 (M；空格键停住)</translation>
        </message>
        <message>
            <source>What is different between the two (M)</source>
            <translation>两者之间的差异 (M)</translation>
        </message>
        <message>
            <source>How differences are shown</source>
            <translation>差异的显示方式</translation>
        </message>
        <message>
            <source>Absolute</source>
            <translation>绝对值</translation>
        </message>
        <message>
            <source>Marked</source>
            <translation>标记</translation>
        </message>
        <message>
            <source>Heat map</source>
            <translation>热图</translation>
        </message>
        <message>
            <source>The difference of each colour, brightened</source>
            <translation>每种颜色的差值，已提亮</translation>
        </message>
        <message>
            <source>The second picture, red where it differs by more than the threshold</source>
            <translation>第二张图片，差异超过阈值处以红色标出</translation>
        </message>
        <message>
            <source>From black, the same, over red to white, the most different</source>
            <translation>从黑色（相同）经红色到白色（差异最大）</translation>
        </message>
        <message>
            <source>Threshold</source>
            <translation>阈值</translation>
        </message>
        <message>
            <source>The least difference of a colour, of 255, that counts</source>
            <translation>计入差异的最小颜色差值（最大 255）</translation>
        </message>
        <message>
            <source>Edge between the two pictures</source>
            <translation>两张图片之间的分界</translation>
        </message>
        <message>
            <source>Hold the picture that is shown (Space)</source>
            <translation>停在当前显示的图片 (空格键)</translation>
        </message>
        <message>
            <source>Time for each picture</source>
            <translation>每张图片的时间</translation>
        </message>
        <message>
            <source>How long each picture is shown</source>
            <translation>每张图片显示多久</translation>
        </message>
        <message>
            <source> ms</source>
            <translation> ms</translation>
        </message>
        <message>
            <source>First picture of the pair</source>
            <translation>一对中的第一张图片</translation>
        </message>
        <message>
            <source>First picture of the pair (Alt+1 to Alt+9)</source>
            <translation>一对中的第一张图片 (Alt+1 至 Alt+9)</translation>
        </message>
        <message>
            <source>Second picture of the pair</source>
            <translation>一对中的第二张图片</translation>
        </message>
        <message>
            <source>Second picture of the pair (1 to 9)</source>
            <translation>一对中的第二张图片 (1 至 9)</translation>
        </message>
        <message>
            <source>Exchange the two pictures (X)</source>
            <translation>交换两张图片 (X)</translation>
        </message>
        <message>
            <source>%1 %</source>
            <translation>%1%</translation>
        </message>
        <message>
            <source>Two pictures make a difference.</source>
            <translation>需要两张图片才有差异。</translation>
        </message>
        <message>
            <source>The difference is shown when both pictures are there.</source>
            <translation>两张图片都就绪后才显示差异。</translation>
        </message>
        <message>
            <source>%1 and %2</source>
            <translation>%1 和 %2</translation>
        </message>
        <message>
            <source>%1: equal, pixel by pixel</source>
            <translation>%1：逐像素相同</translation>
        </message>
        <message>
            <source>%1: MAE %2</source>
            <translation>%1：MAE %2</translation>
        </message>
        <message>
            <source>PSNR %1 dB</source>
            <translation>PSNR %1 dB</translation>
        </message>
        <message>
            <source>SSIM %1</source>
            <translation>SSIM %1</translation>
        </message>
        <message>
            <source>GMSD %1</source>
            <translation>GMSD %1</translation>
        </message>
        <message>
            <source>the larger one scaled down</source>
            <translation>为此已将较大的一张缩小</translation>
        </message>
        <message>
            <source>the same noise, %1</source>
            <translation>噪声相同，%1</translation>
        </message>
        <message>
            <source>other noise</source>
            <translation>噪声不同</translation>
        </message>
        <message>
            <source>all shown as large as the largest</source>
            <translation>全部按最大的一张显示</translation>
        </message>
        <message>
            <source>MAE: mean difference of a colour, 0 to 255. PSNR: 30 dB and more is close. SSIM: likeness of structure, 1 is the same. GMSD: difference of edges, 0 is none.</source>
            <translation>MAE：颜色差值的平均，0 至 255。PSNR：30 dB 及以上即相近。SSIM：结构相似度，1 为相同。GMSD：边缘差异，0 为无差异。</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::CompareSet</name>
        <message>
            <source>%1  %2</source>
            <translation>%1  %2</translation>
        </message>
        <message>
            <source>%1 (%2)</source>
            <translation>%1（%2）</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::CompareView</name>
        <message>
            <source>Comparison</source>
            <translation>比较</translation>
        </message>
        <message>
            <source>%1 and %2</source>
            <translation>%1 和 %2</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::ConnectionModel</name>
        <message>
            <source>Not used</source>
            <translation>未使用</translation>
        </message>
        <message>
            <source>Connecting</source>
            <translation>正在连接</translation>
        </message>
        <message>
            <source>Ready</source>
            <translation>就绪</translation>
        </message>
        <message>
            <source>Degraded</source>
            <translation>部分可用</translation>
        </message>
        <message>
            <source>Lost</source>
            <translation>已断开</translation>
        </message>
        <message>
            <source>Asking…</source>
            <translation>正在询问…</translation>
        </message>
        <message>
            <source>Not asked</source>
            <translation>未询问</translation>
        </message>
        <message>
            <source>%1 ms</source>
            <translation>%1 ms</translation>
        </message>
        <message>
            <source>Slow: %1 ms</source>
            <translation>缓慢：%1 ms</translation>
        </message>
        <message>
            <source>%1 — %2</source>
            <translation>%1 — %2</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::ConnectionPanel</name>
        <message>
            <source>&amp;Remove</source>
            <translation>移除(&amp;R)</translation>
        </message>
        <message>
            <source>Take the server out of the list</source>
            <translation>将该服务器移出列表</translation>
        </message>
        <message>
            <source>&amp;Up</source>
            <translation>上移(&amp;U)</translation>
        </message>
        <message>
            <source>Ask this server earlier</source>
            <translation>更早使用此服务器</translation>
        </message>
        <message>
            <source>&amp;Down</source>
            <translation>下移(&amp;D)</translation>
        </message>
        <message>
            <source>Ask this server later</source>
            <translation>更晚使用此服务器</translation>
        </message>
        <message>
            <source>&amp;Test the connection</source>
            <translation>测试连接(&amp;T)</translation>
        </message>
        <message>
            <source>Try everything from the name to a prompt, and say what fails</source>
            <translation>从名称到提示词逐项尝试，并指出哪里失败</translation>
        </message>
        <message>
            <source>Co&amp;mpare the numbers</source>
            <translation>比较数值(&amp;M)</translation>
        </message>
        <message>
            <source>Encode a short prompt there and here, and say what differs. The text encoder of this machine is loaded for it.</source>
            <translation>在服务器和本机上编码一条简短的提示词，并指出差异。为此会加载本机的文本编码器。</translation>
        </message>
        <message>
            <source>&amp;Encode prompts on these servers</source>
            <translation>在这些服务器上编码提示词(&amp;E)</translation>
        </message>
        <message>
            <source>Off, prompts are encoded on this machine and no server is asked</source>
            <translation>关闭时在本机编码提示词，不询问任何服务器</translation>
        </message>
        <message>
            <source>Servers, the first is asked first</source>
            <translation>服务器，按顺序使用</translation>
        </message>
        <message>
            <source>Found on the network</source>
            <translation>在网络上发现</translation>
        </message>
        <message>
            <source>Servers found on the network; Return adds one</source>
            <translation>在网络上发现的服务器；按回车键添加</translation>
        </message>
        <message>
            <source>A double click adds the server</source>
            <translation>双击以添加该服务器</translation>
        </message>
        <message>
            <source>Address of another server</source>
            <translation>其他服务器的地址</translation>
        </message>
        <message>
            <source>&amp;Add</source>
            <translation>添加(&amp;A)</translation>
        </message>
        <message>
            <source>Put this address at the end of the list</source>
            <translation>将此地址加到列表末尾</translation>
        </message>
        <message>
            <source>the only one that the server has</source>
            <translation>服务器上唯一的模型</translation>
        </message>
        <message>
            <source>&amp;Forget the key</source>
            <translation>忘记密钥(&amp;F)</translation>
        </message>
        <message>
            <source>Remove the key from the keychain and from memory</source>
            <translation>从密钥环和内存中移除密钥</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>The text encoder's name on the server</source>
            <translation>文本编码器在服务器上的名称</translation>
        </message>
        <message>
            <source>Key</source>
            <translation>密钥</translation>
        </message>
        <message>
            <source>Sent to these servers alone; kept in the system's keychain, never in a file</source>
            <translation>只发送给这些服务器；保存在系统密钥环中，绝不写入文件</translation>
        </message>
        <message>
            <source>Stages of the test</source>
            <translation>测试的各个阶段</translation>
        </message>
        <message>
            <source>A key is set; type to replace it</source>
            <translation>已设置密钥；输入即可替换</translation>
        </message>
        <message>
            <source>None</source>
            <translation>无</translation>
        </message>
        <message>
            <source>The key is in the system's keychain.</source>
            <translation>密钥保存在系统密钥环中。</translation>
        </message>
        <message>
            <source>The key is kept for this session only: there is no keychain in this build or on this system.</source>
            <translation>密钥仅在本次会话中保留：此版本或系统没有密钥环。</translation>
        </message>
        <message>
            <source>The connection is tested…</source>
            <translation>正在测试连接…</translation>
        </message>
        <message>
            <source>Now: %1</source>
            <translation>当前：%1</translation>
        </message>
        <message>
            <source>No server yet. Type the address of a machine on which Diptych shares its encoder into the field below, and press Add.</source>
            <translation>还没有服务器。请在下方输入共享编码器的 Diptych 所在机器的地址，然后按“添加”。</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::ConnectionTestModel</name>
        <message>
            <source>The host's name leads to an address</source>
            <translation>主机名可解析为地址</translation>
        </message>
        <message>
            <source>The port accepts connections</source>
            <translation>端口接受连接</translation>
        </message>
        <message>
            <source>Certificate and encryption are right; not for http://</source>
            <translation>证书和加密正确；不适用于 http://</translation>
        </message>
        <message>
            <source>What answers speaks HTTP</source>
            <translation>响应方使用 HTTP</translation>
        </message>
        <message>
            <source>The key is accepted, or none is wanted</source>
            <translation>密钥被接受，或不需要密钥</translation>
        </message>
        <message>
            <source>/v1/models and /v1/hidden_states are there</source>
            <translation>/v1/models 和 /v1/hidden_states 均存在</translation>
        </message>
        <message>
            <source>The model is there and gives the hidden layer</source>
            <translation>模型存在并能给出该隐藏层</translation>
        </message>
        <message>
            <source>Its hidden states fit the transformer</source>
            <translation>其隐藏状态与 Transformer 匹配</translation>
        </message>
        <message>
            <source>A prompt comes back whole, in time</source>
            <translation>提示词的结果完整且及时返回</translation>
        </message>
        <message>
            <source>Enter the server's key below.</source>
            <translation>请在下方输入服务器的密钥。</translation>
        </message>
        <message>
            <source>If the server is yours, name its authority's certificate in the preferences (Remote encoder).</source>
            <translation>如果服务器是您自己的，请在首选项 (Remote encoder) 中指定其证书颁发机构的证书。</translation>
        </message>
        <message>
            <source>It may be loading its model or be busy: try again, or let it take longer in the preferences (Remote encoder).</source>
            <translation>它可能正在加载模型或正忙：请重试，或在首选项 (Remote encoder) 中允许更长时间。</translation>
        </message>
        <message>
            <source>If you trust that address, add it as a server.</source>
            <translation>如果信任该地址，请将其添加为服务器。</translation>
        </message>
        <message>
            <source>Try again later, or add a second server.</source>
            <translation>请稍后重试，或添加第二台服务器。</translation>
        </message>
        <message>
            <source>Name the model that is meant, and check the address.</source>
            <translation>请指明所需的模型，并检查地址。</translation>
        </message>
        <message>
            <source>waits</source>
            <translation>等待中</translation>
        </message>
        <message>
            <source>is tried</source>
            <translation>正在尝试</translation>
        </message>
        <message>
            <source>passed</source>
            <translation>通过</translation>
        </message>
        <message>
            <source>failed</source>
            <translation>失败</translation>
        </message>
        <message>
            <source>left out</source>
            <translation>跳过</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>名称</translation>
        </message>
        <message>
            <source>Connection</source>
            <translation>连接</translation>
        </message>
        <message>
            <source>TLS</source>
            <translation>TLS</translation>
        </message>
        <message>
            <source>HTTP</source>
            <translation>HTTP</translation>
        </message>
        <message>
            <source>Key</source>
            <translation>密钥</translation>
        </message>
        <message>
            <source>Endpoint</source>
            <translation>端点</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Width</source>
            <translation>宽度</translation>
        </message>
        <message>
            <source>Round trip</source>
            <translation>往返</translation>
        </message>
        <message numerus="yes">
            <source>The server works: %1, %n token(s) of width %2 in %3 ms, %4 MB.</source>
            <translation>
                <numerusform>服务器工作正常：%1，%n 个宽度为 %2 的 token，用时 %3 ms，%4 MB。</numerusform>
            </translation>
        </message>
        <message>
            <source>%1: %2</source>
            <translation>%1：%2</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::DiffView</name>
        <message>
            <source>This change is taken. Click to leave it out.</source>
            <translation>已采纳此更改。点击可排除。</translation>
        </message>
        <message>
            <source>This change is left out. Click to take it.</source>
            <translation>已排除此更改。点击可采纳。</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::EmbeddingMap</name>
        <message>
            <source>Values of the embedding: tokens down, channels across</source>
            <translation>嵌入的数值：纵向为 token，横向为通道</translation>
        </message>
        <message>
            <source>Token %1, channel %2: %3. Norm of the token: %4.</source>
            <translation>token %1，通道 %2：%3。该 token 的范数：%4。</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::EmbeddingPanel</name>
        <message>
            <source>Embeddings</source>
            <translation>嵌入</translation>
        </message>
        <message>
            <source>An embedding is what the text encoder makes of a prompt, and what the picture is drawn from. Save that of the form, or open or drop a file (.safetensors, .npz, .npy) to look at it and to draw from it.</source>
            <translation>嵌入是文本编码器由提示词得到的结果，图片即由它生成。可以保存表单提示词的嵌入，也可以打开或拖入文件 (.safetensors, .npz, .npy) 以查看并由此生成图片。</translation>
        </message>
        <message>
            <source>Which embedding of the file</source>
            <translation>文件中的哪个嵌入</translation>
        </message>
        <message>
            <source>&amp;Draw from it</source>
            <translation>由此生成(&amp;D)</translation>
        </message>
        <message>
            <source>Draw from these numbers instead of the prompt</source>
            <translation>由这些数值而不是提示词生成图片</translation>
        </message>
        <message>
            <source>Use as &amp;negative</source>
            <translation>用作负面(&amp;N)</translation>
        </message>
        <message>
            <source>With guidance a negative embedding is needed beside the other</source>
            <translation>使用引导时，除另一个嵌入外还需要一个负面嵌入</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%1 / %2</translation>
        </message>
        <message numerus="yes">
            <source>%n token(s)</source>
            <translation>
                <numerusform>%n 个 token</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n channel(s)</source>
            <translation>
                <numerusform>%n 个通道</numerusform>
            </translation>
        </message>
        <message>
            <source>Blue is below zero, orange above; colours end at ±%1, which 99 % of the values keep to. Bars: the norm of each token.</source>
            <translation>蓝色低于零，橙色高于零；颜色范围止于 ±%1，99 % 的数值在此之内。条形：每个 token 的范数。</translation>
        </message>
        <message>
            <source>The form draws from this file.</source>
            <translation>表单由此文件生成图片。</translation>
        </message>
        <message>
            <source>This is the form's negative.</source>
            <translation>此文件用作表单的负面嵌入。</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::EntryInspector</name>
        <message>
            <source>(no prompt)</source>
            <translation>（无提示词）</translation>
        </message>
        <message>
            <source>The picture file is missing.</source>
            <translation>图片文件缺失。</translation>
        </message>
        <message>
            <source>Missing: %1</source>
            <translation>缺失：%1</translation>
        </message>
        <message>
            <source>Select a picture to see how it was drawn.</source>
            <translation>选择一张图片，查看它的生成方式。</translation>
        </message>
        <message numerus="yes">
            <source>%n picture(s) selected</source>
            <translation>
                <numerusform>已选择 %n 张图片</numerusform>
            </translation>
        </message>
        <message>
            <source>Details of the picture</source>
            <translation>图片详细信息</translation>
        </message>
        <message>
            <source>Prompt</source>
            <translation>提示词</translation>
        </message>
        <message>
            <source>Stars</source>
            <translation>星级</translation>
        </message>
        <message>
            <source>Ta&amp;gs</source>
            <translation>标签(&amp;G)</translation>
        </message>
        <message>
            <source>portrait, blue</source>
            <translation>人像, 蓝色</translation>
        </message>
        <message>
            <source>Tags, separated by commas</source>
            <translation>标签，用半角逗号分隔</translation>
        </message>
        <message>
            <source>N&amp;ote</source>
            <translation>备注(&amp;O)</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>备注</translation>
        </message>
        <message>
            <source>Show what it was derived from</source>
            <translation>显示其来源图片</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::FieldRow</name>
        <message>
            <source>Reset %1</source>
            <translation>重置%1</translation>
        </message>
        <message>
            <source>Changed. Recommended: %1. Click to set it back.</source>
            <translation>已更改。推荐值：%1。点击恢复。</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::FilterBar</name>
        <message>
            <source>%1 (%2)</source>
            <translation>%1 (%2)</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>尺寸</translation>
        </message>
        <message>
            <source>Date</source>
            <translation>日期</translation>
        </message>
        <message>
            <source>Any time</source>
            <translation>任意时间</translation>
        </message>
        <message>
            <source>Today</source>
            <translation>今天</translation>
        </message>
        <message>
            <source>Yesterday</source>
            <translation>昨天</translation>
        </message>
        <message>
            <source>The last 7 days</source>
            <translation>最近 7 天</translation>
        </message>
        <message>
            <source>The last 30 days</source>
            <translation>最近 30 天</translation>
        </message>
        <message>
            <source>Older than 30 days</source>
            <translation>30 天以前</translation>
        </message>
        <message>
            <source>Stars</source>
            <translation>星级</translation>
        </message>
        <message>
            <source>Any</source>
            <translation>不限</translation>
        </message>
        <message>
            <source>%1 or more</source>
            <translation>%1及以上</translation>
        </message>
        <message>
            <source>Tag</source>
            <translation>标签</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>LoRA</source>
            <translation>LoRA</translation>
        </message>
        <message>
            <source>Seed…</source>
            <translation>种子…</translation>
        </message>
        <message>
            <source>Trash</source>
            <translation>回收站</translation>
        </message>
        <message>
            <source>Show everything</source>
            <translation>显示全部</translation>
        </message>
        <message>
            <source>Filter by Seed</source>
            <translation>按种子筛选</translation>
        </message>
        <message>
            <source>Pictures with this seed:</source>
            <translation>使用此种子的图片：</translation>
        </message>
        <message>
            <source>Take this filter off</source>
            <translation>移除此筛选条件</translation>
        </message>
        <message>
            <source>Filter: %1. Take it off</source>
            <translation>筛选条件：%1。点击移除</translation>
        </message>
        <message>
            <source>From %1</source>
            <translation>从 %1 起</translation>
        </message>
        <message>
            <source>Before %1</source>
            <translation>早于 %1</translation>
        </message>
        <message>
            <source>Tag: %1</source>
            <translation>标签：%1</translation>
        </message>
        <message>
            <source>Model: %1</source>
            <translation>模型：%1</translation>
        </message>
        <message>
            <source>LoRA: %1</source>
            <translation>LoRA：%1</translation>
        </message>
        <message>
            <source>Seed: %1</source>
            <translation>种子：%1</translation>
        </message>
        <message>
            <source>Search prompts, tags and notes</source>
            <translation>搜索提示词、标签和备注</translation>
        </message>
        <message>
            <source>Search the history</source>
            <translation>搜索历史</translation>
        </message>
        <message>
            <source>Words in any order; "in quotes": one behind the other; -word: without it</source>
            <translation>词语不分先后；"加引号"：须依次相连；-词语：不含该词</translation>
        </message>
        <message>
            <source>Filter</source>
            <translation>筛选</translation>
        </message>
        <message>
            <source>Filter the history</source>
            <translation>筛选历史</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::HistoryDelegate</name>
        <message>
            <source>The picture is missing</source>
            <translation>图片缺失</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::HistoryPanel</name>
        <message numerus="yes">
            <source>%n picture(s)</source>
            <translation>
                <numerusform>%n 张图片</numerusform>
            </translation>
        </message>
        <message>
            <source>The history cannot be used</source>
            <translation>无法使用历史</translation>
        </message>
        <message>
            <source>No pictures yet</source>
            <translation>还没有图片</translation>
        </message>
        <message>
            <source>Every picture that you draw is kept here, with everything that is needed to draw it again.</source>
            <translation>您生成的每张图片都保存在这里，并附有重新生成所需的全部信息。</translation>
        </message>
        <message>
            <source>The trash is empty</source>
            <translation>回收站是空的</translation>
        </message>
        <message>
            <source>Pictures that you delete wait here until you delete them for good.</source>
            <translation>您删除的图片会留在这里，直到永久删除。</translation>
        </message>
        <message>
            <source>Nothing found</source>
            <translation>未找到结果</translation>
        </message>
        <message>
            <source>No picture matches the search and the filters.</source>
            <translation>没有符合搜索和筛选条件的图片。</translation>
        </message>
        <message>
            <source>Stars</source>
            <translation>星级</translation>
        </message>
        <message numerus="yes">
            <source>%n picture(s) moved to the trash.</source>
            <translation>
                <numerusform>已将 %n 张图片移到回收站。</numerusform>
            </translation>
        </message>
        <message>
            <source>Delete for Good</source>
            <translation>永久删除</translation>
        </message>
        <message numerus="yes">
            <source>Delete %n picture(s) for good?</source>
            <translation>
                <numerusform>永久删除 %n 张图片？</numerusform>
            </translation>
        </message>
        <message>
            <source>The files are deleted from the disk. This cannot be undone.</source>
            <translation>文件将从磁盘上删除，此操作无法撤销。</translation>
        </message>
        <message>
            <source>&amp;Delete</source>
            <translation>删除(&amp;D)</translation>
        </message>
        <message>
            <source>History</source>
            <translation>历史</translation>
        </message>
        <message>
            <source>Pictures</source>
            <translation>图片</translation>
        </message>
        <message>
            <source>&amp;Use Again…</source>
            <translation>再次使用(&amp;U)…</translation>
        </message>
        <message>
            <source>Take over the settings of this picture</source>
            <translation>沿用这张图片的设置</translation>
        </message>
        <message>
            <source>&amp;Open</source>
            <translation>打开(&amp;O)</translation>
        </message>
        <message>
            <source>Show in &amp;Folder</source>
            <translation>在文件夹中显示(&amp;F)</translation>
        </message>
        <message>
            <source>Copy &amp;Prompt</source>
            <translation>复制提示词(&amp;P)</translation>
        </message>
        <message>
            <source>Move to &amp;Trash</source>
            <translation>移到回收站(&amp;T)</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>撤销</translation>
        </message>
        <message>
            <source>&amp;Restore</source>
            <translation>还原(&amp;R)</translation>
        </message>
        <message>
            <source>&amp;Delete for Good…</source>
            <translation>永久删除(&amp;D)…</translation>
        </message>
        <message>
            <source>Show everything</source>
            <translation>显示全部</translation>
        </message>
        <message>
            <source>Notice</source>
            <translation>通知</translation>
        </message>
        <message>
            <source>&amp;Compare</source>
            <translation>比较(&amp;C)</translation>
        </message>
        <message>
            <source>Compare the chosen pictures; one is added to the comparison</source>
            <translation>比较所选图片；若只选一张，则加入当前比较</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::ImageView</name>
        <message>
            <source>Picture</source>
            <translation>图片</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::LoraList</name>
        <message>
            <source>No adapters. Add a .safetensors file, or drop it here.</source>
            <translation>未添加 LoRA。请添加 .safetensors 文件，或将其拖到此处。</translation>
        </message>
        <message>
            <source>Add a LoRA file…</source>
            <translation>添加 LoRA 文件…</translation>
        </message>
        <message>
            <source>Add a LoRA file</source>
            <translation>添加 LoRA 文件</translation>
        </message>
        <message>
            <source>LoRA files (*.safetensors)</source>
            <translation>LoRA 文件 (*.safetensors)</translation>
        </message>
        <message>
            <source>Strength of %1</source>
            <translation>%1 的强度</translation>
        </message>
        <message>
            <source>1 is what the file was trained for; negative does the opposite</source>
            <translation>1 为该文件训练时的强度；负值效果相反</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>移除</translation>
        </message>
        <message>
            <source>Remove %1</source>
            <translation>移除 %1</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::MemoryForecast</name>
        <message>
            <source>Load</source>
            <translation>加载</translation>
        </message>
        <message>
            <source>Read the prompt</source>
            <translation>读取提示词</translation>
        </message>
        <message>
            <source>Draw</source>
            <translation>绘制</translation>
        </message>
        <message>
            <source>Make pixels</source>
            <translation>生成像素</translation>
        </message>
        <message>
            <source>text encoder</source>
            <translation>文本编码器</translation>
        </message>
        <message>
            <source>transformer</source>
            <translation>Transformer</translation>
        </message>
        <message>
            <source>autoencoder</source>
            <translation>自编码器</translation>
        </message>
        <message>
            <source>computing</source>
            <translation>计算</translation>
        </message>
        <message>
            <source>Automatic</source>
            <translation>自动</translation>
        </message>
        <message>
            <source>Always</source>
            <translation>始终</translation>
        </message>
        <message>
            <source>Freed after use</source>
            <translation>用后释放</translation>
        </message>
        <message>
            <source>Block by block</source>
            <translation>逐块读取</translation>
        </message>
        <message>
            <source>%1 (%2)</source>
            <translation>%1（%2）</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%1 / %2</translation>
        </message>
        <message>
            <source>%1 %2</source>
            <translation>%1 %2</translation>
        </message>
        <message>
            <source>Does not fit: %1.</source>
            <translation>放不下：%1。</translation>
        </message>
        <message>
            <source>Tight, other programs need some too: %1.</source>
            <translation>内存紧张，其他程序也需要一些：%1。</translation>
        </message>
        <message>
            <source>%1 × %2 would fit. The choice “Low memory” takes the least.</source>
            <translation>%1 × %2 可以放下。选择“低内存”占用最少。</translation>
        </message>
        <message>
            <source>The choice “Low memory” takes the least; so does a smaller picture.</source>
            <translation>选择“低内存”占用最少；缩小图片也有帮助。</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::MemoryForecastView</name>
        <message>
            <source>Predicted memory</source>
            <translation>预计内存用量</translation>
        </message>
        <message>
            <source>The sizes of this model are not known.</source>
            <translation>此模型的大小未知。</translation>
        </message>
        <message>
            <source>%1: %2</source>
            <translation>%1：%2</translation>
        </message>
        <message>
            <source>%1. %2</source>
            <translation>%1。%2</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::NoticeBar</name>
        <message>
            <source>Notices</source>
            <translation>通知</translation>
        </message>
        <message>
            <source>Copy details</source>
            <translation>复制详细信息</translation>
        </message>
        <message>
            <source>Dismiss</source>
            <translation>关闭</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::PlacementPanel</name>
        <message>
            <source>%1, %2 free</source>
            <translation>%1，可用 %2</translation>
        </message>
        <message>
            <source>usable</source>
            <translation>可用</translation>
        </message>
        <message>
            <source>not usable</source>
            <translation>不可用</translation>
        </message>
        <message>
            <source>Free its memory</source>
            <translation>释放内存</translation>
        </message>
        <message>
            <source>Frees the model once nothing is drawn; the next drawing loads it again</source>
            <translation>待没有生成任务时释放模型；下次生成时会重新加载</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Where it runs</source>
            <translation>运行位置</translation>
        </message>
        <message>
            <source>Devices</source>
            <translation>设备</translation>
        </message>
        <message>
            <source>Automatic</source>
            <translation>自动</translation>
        </message>
        <message>
            <source>Always</source>
            <translation>始终</translation>
        </message>
        <message>
            <source>Never</source>
            <translation>从不</translation>
        </message>
        <message>
            <source>all cores (%1)</source>
            <translation>全部核心 (%1)</translation>
        </message>
        <message>
            <source>Text encoder</source>
            <translation>文本编码器</translation>
        </message>
        <message>
            <source>Where the prompt is read</source>
            <translation>在哪里读取提示词</translation>
        </message>
        <message>
            <source>Transformer</source>
            <translation>Transformer</translation>
        </message>
        <message>
            <source>Where the picture is drawn; this takes nearly all of the time</source>
            <translation>在哪里生成图片；几乎全部时间都用在这里</translation>
        </message>
        <message>
            <source>Autoencoder</source>
            <translation>自编码器</translation>
        </message>
        <message>
            <source>Where latents become pixels</source>
            <translation>在哪里将潜变量解码为像素</translation>
        </message>
        <message>
            <source>Weights</source>
            <translation>权重</translation>
        </message>
        <message>
            <source>Tiles</source>
            <translation>分块</translation>
        </message>
        <message>
            <source>Whether the autoencoder works on one part of the picture after another, which takes less memory and more time</source>
            <translation>自编码器是否逐块处理图片；分块占用内存更少，但耗时更长</translation>
        </message>
        <message>
            <source>Threads</source>
            <translation>线程</translation>
        </message>
        <message>
            <source>How many cores compute</source>
            <translation>参与计算的核心数</translation>
        </message>
        <message>
            <source>%1, the bundled demo model. It is small: its pictures only show that everything works.</source>
            <translation>%1，自带的演示模型。它很小，生成的图片只能表明一切运行正常。</translation>
        </message>
        <message>
            <source>%1
%2</source>
            <translation>%1
%2</translation>
        </message>
        <message>
            <source>Memory</source>
            <translation>内存</translation>
        </message>
        <message>
            <source>Fast</source>
            <translation>快速</translation>
        </message>
        <message>
            <source>Balanced</source>
            <translation>均衡</translation>
        </message>
        <message>
            <source>Low memory</source>
            <translation>低内存</translation>
        </message>
        <message>
            <source>As chosen below</source>
            <translation>按下方选择</translation>
        </message>
        <message>
            <source>Use</source>
            <translation>使用方式</translation>
        </message>
        <message>
            <source>Fast keeps everything in memory, Balanced what fits, Low memory as little as possible at a time. Pictures are the same; tiles may differ slightly.</source>
            <translation>“快速”将全部内容保留在内存中，“均衡”保留放得下的部分，“低内存”每次只保留尽可能少的内容。图片相同；分块处理时可能略有差异。</translation>
        </message>
        <message>
            <source>Text encoder is kept</source>
            <translation>文本编码器的保留</translation>
        </message>
        <message>
            <source>How long the text encoder's weights are in memory</source>
            <translation>文本编码器的权重在内存中保留多久</translation>
        </message>
        <message>
            <source>Transformer is kept</source>
            <translation>Transformer 的保留</translation>
        </message>
        <message>
            <source>How long the transformer's weights are in memory</source>
            <translation>Transformer 的权重在内存中保留多久</translation>
        </message>
        <message>
            <source>Autoencoder is kept</source>
            <translation>自编码器的保留</translation>
        </message>
        <message>
            <source>How long the autoencoder's weights are in memory</source>
            <translation>自编码器的权重在内存中保留多久</translation>
        </message>
        <message>
            <source>%1 (auto)</source>
            <translation>%1（自动）</translation>
        </message>
        <message>
            <source>The number format in which weights are held. bfloat16 takes half the memory of float32. int8 takes a quarter of it and int4 a seventh, in the text encoder and the transformer only: loading takes longer, and pictures change a little.</source>
            <translation>保存权重所用的数值格式。bfloat16 占用的内存是 float32 的一半；int8 为其四分之一，int4 为其七分之一，仅用于文本编码器和 Transformer：加载时间更长，图片会略有变化。</translation>
        </message>
        <message>
            <source>As needed</source>
            <translation>按需</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::PromptPanel</name>
        <message>
            <source>Message parts</source>
            <translation>消息组成</translation>
        </message>
        <message>
            <source>Formatted prompt</source>
            <translation>带格式的提示词</translation>
        </message>
        <message>
            <source>Prompt</source>
            <translation>提示词</translation>
        </message>
        <message>
            <source>Describe the picture: what is to be seen, where, in which light, in which style.</source>
            <translation>描述画面：要看到什么、在哪里、什么光线、什么风格。</translation>
        </message>
        <message>
            <source>&amp;Prompt</source>
            <translation>提示词(&amp;P)</translation>
        </message>
        <message>
            <source>Negative prompt</source>
            <translation>负面提示词</translation>
        </message>
        <message>
            <source>What to steer away from</source>
            <translation>要避开的内容</translation>
        </message>
        <message>
            <source>&amp;Negative prompt</source>
            <translation>负面提示词(&amp;N)</translation>
        </message>
        <message>
            <source>Rewrite</source>
            <translation>改写</translation>
        </message>
        <message>
            <source>Number of pictures</source>
            <translation>图片数量</translation>
        </message>
        <message>
            <source>How many pictures to draw, each with a seed of its own</source>
            <translation>要生成的图片数量，每张使用各自的种子</translation>
        </message>
        <message>
            <source>&amp;Raw: the prompt is the whole input</source>
            <translation>原始模式：提示词即全部输入(&amp;R)</translation>
        </message>
        <message>
            <source>The prompt is sent as it is, without the chat format and without the parts below. Write the format's markers yourself.</source>
            <translation>提示词按原样发送，不使用聊天格式，也不含下面各部分。格式标记需自行编写。</translation>
        </message>
        <message>
            <source>System prompt</source>
            <translation>系统提示词</translation>
        </message>
        <message>
            <source>Instructions to the text encoder; empty for none</source>
            <translation>给文本编码器的指令；留空则不使用</translation>
        </message>
        <message>
            <source>&amp;System prompt</source>
            <translation>系统提示词(&amp;S)</translation>
        </message>
        <message>
            <source>Think block</source>
            <translation>思考块</translation>
        </message>
        <message>
            <source>A think block tells the encoder what was thought before answering. The text is kept while the block is off.</source>
            <translation>思考块告诉编码器回答之前想了什么。关闭思考块时，文本仍会保留。</translation>
        </message>
        <message>
            <source>Off</source>
            <translation>关</translation>
        </message>
        <message>
            <source>Empty block</source>
            <translation>空块</translation>
        </message>
        <message>
            <source>With text</source>
            <translation>带文本</translation>
        </message>
        <message>
            <source>Content of the think block</source>
            <translation>思考块的内容</translation>
        </message>
        <message>
            <source>What the model is to have thought</source>
            <translation>假定模型已思考过的内容</translation>
        </message>
        <message>
            <source>&amp;Think block</source>
            <translation>思考块(&amp;T)</translation>
        </message>
        <message>
            <source>Beginning of the answer</source>
            <translation>回答开头</translation>
        </message>
        <message>
            <source>How the assistant's answer begins; empty for nothing</source>
            <translation>助手回答的开头；留空则不使用</translation>
        </message>
        <message>
            <source>&amp;Assistant</source>
            <translation>助手(&amp;A)</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Copy exactly what the text encoder reads</source>
            <translation>复制文本编码器实际读取的内容</translation>
        </message>
        <message>
            <source>The tags are added around this text by themselves.</source>
            <translation>文本前后会自动加上标签。</translation>
        </message>
        <message>
            <source>The think tags in this text are not in pairs: every &lt;think&gt; needs a &lt;/think&gt; behind it.</source>
            <translation>此文本中的思考标签不成对：每个 &lt;think&gt; 后面都需要有 &lt;/think&gt;。</translation>
        </message>
        <message>
            <source>The think tags in the beginning of the answer are not in pairs.</source>
            <translation>回答开头中的思考标签不成对。</translation>
        </message>
        <message>
            <source>Template…</source>
            <translation>模板…</translation>
        </message>
        <message>
            <source>Template: %1</source>
            <translation>模板：%1</translation>
        </message>
        <message>
            <source>What the text encoder reads, byte for byte.</source>
            <translation>文本编码器读取的内容，逐字节一致。</translation>
        </message>
        <message>
            <source>Draw from the prompt again</source>
            <translation>重新由提示词生成</translation>
        </message>
        <message>
            <source>Drawn from the embedding %1, not from this prompt.</source>
            <translation>由嵌入 %1 而不是此提示词生成图片。</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::QueuePanel</name>
        <message>
            <source>Queue</source>
            <translation>队列</translation>
        </message>
        <message>
            <source>Nothing waits. Every drawing you start is listed here until it is done; start the next one while the first is still running.</source>
            <translation>没有等待的任务。您开始的每次生成都会列在这里，直到完成；第一个还在生成时，就可以开始下一个。</translation>
        </message>
        <message>
            <source>Move up</source>
            <translation>上移</translation>
        </message>
        <message>
            <source>Move down</source>
            <translation>下移</translation>
        </message>
        <message>
            <source>Edit in the form</source>
            <translation>在表单中编辑</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>重试</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Remove from the list</source>
            <translation>从列表中移除</translation>
        </message>
        <message>
            <source>Cancel this job</source>
            <translation>取消此任务</translation>
        </message>
        <message>
            <source>Use these settings</source>
            <translation>使用这些设置</translation>
        </message>
        <message>
            <source>Try again with a new seed</source>
            <translation>换新种子重试</translation>
        </message>
        <message>
            <source>Copy details</source>
            <translation>复制详细信息</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::RecallDialog</name>
        <message>
            <source>%1 (file missing)</source>
            <translation>%1（文件缺失）</translation>
        </message>
        <message>
            <source>%1 of %2 fields</source>
            <translation>%1/%2 个字段</translation>
        </message>
        <message>
            <source>Missing: %1</source>
            <translation>缺失：%1</translation>
        </message>
        <message>
            <source>Use Again</source>
            <translation>再次使用</translation>
        </message>
        <message>
            <source>Settings of a Picture</source>
            <translation>图片的设置</translation>
        </message>
        <message>
            <source>These fields of the form would change. One undo takes all of it back.</source>
            <translation>表单中的以下字段将更改。撤销一次即可全部恢复。</translation>
        </message>
        <message>
            <source>The form holds the settings of this picture already.</source>
            <translation>表单中已经是该图片的设置。</translation>
        </message>
        <message>
            <source>This picture was drawn with %1. These fields of the form would change. One undo takes all of it back.</source>
            <translation>此图片由 %1 生成。表单中的以下字段将更改。撤销一次即可全部恢复。</translation>
        </message>
        <message>
            <source>Not &amp;understood, and left as it is here:</source>
            <translation>无法识别，保持现有设置(&amp;U)：</translation>
        </message>
        <message>
            <source>Settings of the picture that were not understood</source>
            <translation>图片中无法识别的设置</translation>
        </message>
        <message>
            <source>Field</source>
            <translation>字段</translation>
        </message>
        <message>
            <source>Now</source>
            <translation>当前值</translation>
        </message>
        <message>
            <source>Of the picture</source>
            <translation>图片的值</translation>
        </message>
        <message>
            <source>Fields that would change</source>
            <translation>将更改的字段</translation>
        </message>
        <message>
            <source>&amp;Now</source>
            <translation>当前值(&amp;N)</translation>
        </message>
        <message>
            <source>Of the &amp;picture</source>
            <translation>图片的值(&amp;P)</translation>
        </message>
        <message>
            <source>What the field holds now</source>
            <translation>字段的当前值</translation>
        </message>
        <message>
            <source>What the picture was drawn with</source>
            <translation>生成该图片时所用的值</translation>
        </message>
        <message>
            <source>&amp;Use</source>
            <translation>使用(&amp;U)</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::RequestModel</name>
        <message>
            <source>Reset settings</source>
            <translation>重置设置</translation>
        </message>
        <message>
            <source>Change of a setting</source>
            <translation>更改设置</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::ResultModel</name>
        <message>
            <source>Picture without a prompt</source>
            <translation>无提示词的图片</translation>
        </message>
        <message>
            <source>%1
%2 × %3 pixels, seed %4, %5 s</source>
            <translation>%1
%2 × %3 像素，种子 %4，%5 秒</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::ResultPanel</name>
        <message>
            <source>Progress of the drawing</source>
            <translation>生成进度</translation>
        </message>
        <message>
            <source>%1 %</source>
            <translation>%1%</translation>
        </message>
        <message>
            <source>Show what is drawn</source>
            <translation>显示正在生成的图片</translation>
        </message>
        <message>
            <source>A drawing runs. Go back to watching it.</source>
            <translation>正在生成图片。返回查看生成过程。</translation>
        </message>
        <message>
            <source>Pictures of this session</source>
            <translation>本次会话的图片</translation>
        </message>
        <message>
            <source>%1 × %2, seed %3</source>
            <translation>%1 × %2，种子 %3</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::RewriteModel</name>
        <message>
            <source>Waits for its turn. A model that is not loaded yet takes a moment.</source>
            <translation>正在排队。若模型尚未加载，需要稍等片刻。</translation>
        </message>
        <message>
            <source>The model thinks…</source>
            <translation>模型正在思考…</translation>
        </message>
        <message>
            <source>Writing…</source>
            <translation>正在撰写…</translation>
        </message>
        <message>
            <source>Stopped. What is there can be used.</source>
            <translation>已停止。已写出的内容可以使用。</translation>
        </message>
        <message>
            <source>%1 tokens at %2 a second, seed %3</source>
            <translation>%1 个 token，每秒 %2 个，种子 %3</translation>
        </message>
        <message>
            <source>Seed %1</source>
            <translation>种子 %1</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::RewriterPanel</name>
        <message>
            <source>The rewriter %1 is gone. Its text is now your own instruction.</source>
            <translation>改写器 %1 已不存在。其文本现在是您的自定义指令。</translation>
        </message>
        <message>
            <source>Re&amp;write</source>
            <translation>改写(&amp;W)</translation>
        </message>
        <message>
            <source>Let the text encoder, which is a language model, write a better prompt</source>
            <translation>让文本编码器（它本身是语言模型）写出更好的提示词</translation>
        </message>
        <message>
            <source>&amp;Stop</source>
            <translation>停止(&amp;S)</translation>
        </message>
        <message>
            <source>Stop within one word; what is written stays</source>
            <translation>写完当前的词即停止；已写出的内容会保留</translation>
        </message>
        <message>
            <source>Variants</source>
            <translation>变体</translation>
        </message>
        <message>
            <source>The variants, each with a seed of its own</source>
            <translation>各个变体，每个使用各自的种子</translation>
        </message>
        <message>
            <source>Thoughts</source>
            <translation>思考过程</translation>
        </message>
        <message>
            <source>What the model thought</source>
            <translation>模型的思考内容</translation>
        </message>
        <message>
            <source>What the model thought before it wrote; not a part of the prompt</source>
            <translation>模型撰写前的思考内容；不属于提示词</translation>
        </message>
        <message>
            <source>The rewritten prompt</source>
            <translation>改写后的提示词</translation>
        </message>
        <message>
            <source>Changes of the prompt</source>
            <translation>提示词的更改</translation>
        </message>
        <message>
            <source>Struck through: goes away. Underlined: is new. Click a change, or press Tab and Enter, to leave it out.</source>
            <translation>删除线：将删去的内容。下划线：新增的内容。点击某处更改，或按 Tab 和 Enter，可将其排除。</translation>
        </message>
        <message>
            <source>State of the text</source>
            <translation>文本状态</translation>
        </message>
        <message>
            <source>&amp;Accept</source>
            <translation>采纳(&amp;A)</translation>
        </message>
        <message>
            <source>This becomes the prompt. Undo takes it back.</source>
            <translation>将此文本用作提示词。可以撤销。</translation>
        </message>
        <message>
            <source>Accept &amp;part</source>
            <translation>采纳部分(&amp;P)</translation>
        </message>
        <message>
            <source>Take over only the changes that are not left out</source>
            <translation>只采纳未排除的更改</translation>
        </message>
        <message>
            <source>&amp;Discard</source>
            <translation>放弃(&amp;D)</translation>
        </message>
        <message>
            <source>Put the texts away; the prompt stays as it is</source>
            <translation>丢弃这些文本；提示词保持不变</translation>
        </message>
        <message>
            <source>Variant %1</source>
            <translation>变体 %1</translation>
        </message>
        <message>
            <source>Write a few words into the prompt. Here they become a full description.</source>
            <translation>在提示词中写几个词，这里会将其扩写为完整的描述。</translation>
        </message>
        <message>
            <source>Press Rewrite. You see what would change, and choose what to take.</source>
            <translation>点击“改写”，查看会有哪些更改，并选择要采纳的内容。</translation>
        </message>
        <message>
            <source>Re&amp;write again</source>
            <translation>重新改写(&amp;W)</translation>
        </message>
        <message>
            <source>Accept %1 of %2</source>
            <translation>采纳 %1/%2</translation>
        </message>
        <message>
            <source>The prompt is this text already.</source>
            <translation>提示词与此文本相同。</translation>
        </message>
        <message>
            <source>Rewritten prompt</source>
            <translation>改写后的提示词</translation>
        </message>
        <message>
            <source>Fill in the fields that are needed.</source>
            <translation>请填写必填字段。</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::RewriterSetup</name>
        <message>
            <source>&amp;Think before writing</source>
            <translation>先思考再撰写(&amp;T)</translation>
        </message>
        <message>
            <source>How words are chosen</source>
            <translation>选词方式</translation>
        </message>
        <message>
            <source>&amp;Instruction</source>
            <translation>指令(&amp;I)</translation>
        </message>
        <message>
            <source>Instruction</source>
            <translation>指令</translation>
        </message>
        <message>
            <source>What the language model is told to make of your prompt</source>
            <translation>告诉语言模型如何处理您的提示词</translation>
        </message>
        <message>
            <source>Your own instruction</source>
            <translation>自定义指令</translation>
        </message>
        <message>
            <source>What the language model is told, in your own words</source>
            <translation>用您自己的话告诉语言模型怎么做</translation>
        </message>
        <message>
            <source>For example: answer with one sentence that adds light, weather and materials.</source>
            <translation>例如：用一句话回答，补充光线、天气和材质。</translation>
        </message>
        <message>
            <source>The model reasons first, apart from its answer. Better texts, but it takes several times as long.</source>
            <translation>模型先进行推理，与回答分开。文本质量更好，但耗时是原来的数倍。</translation>
        </message>
        <message>
            <source>Your own words</source>
            <translation>自定义</translation>
        </message>
        <message>
            <source>None: only the prompt</source>
            <translation>无：仅提示词</translation>
        </message>
        <message>
            <source>all</source>
            <translation>全部</translation>
        </message>
        <message>
            <source>&amp;Variants</source>
            <translation>变体数(&amp;V)</translation>
        </message>
        <message>
            <source>How many texts to choose from, each with a seed of its own</source>
            <translation>供选择的文本数量，每个使用各自的种子</translation>
        </message>
        <message>
            <source>&amp;Seed</source>
            <translation>种子(&amp;S)</translation>
        </message>
        <message>
            <source>The same seed writes the same text on the same machine; the next variant has the next seed</source>
            <translation>在同一台机器上，相同的种子会写出相同的文本；下一个变体使用下一个种子</translation>
        </message>
        <message>
            <source>&amp;Most tokens</source>
            <translation>最大 token 数(&amp;M)</translation>
        </message>
        <message>
            <source>Where a text is cut off, thoughts included. A token is about four letters.</source>
            <translation>文本在此长度处截断，包括思考内容。一个 token 约为四个英文字母。</translation>
        </message>
        <message>
            <source>T&amp;emperature</source>
            <translation>温度(&amp;E)</translation>
        </message>
        <message>
            <source>0 always takes the likeliest word and tends to repeat itself; around 0.6 is usual; above 1 texts become wild</source>
            <translation>0 总是选择最可能的词，容易重复；通常为 0.6 左右；大于 1 时文本容易失控</translation>
        </message>
        <message>
            <source>Top-&amp;p</source>
            <translation>Top-&amp;p</translation>
        </message>
        <message>
            <source>Choose among the likeliest words that together have this share; 1 = all</source>
            <translation>在概率合计达到此比例的最可能的词中选择；1 = 全部</translation>
        </message>
        <message>
            <source>Top-&amp;k</source>
            <translation>Top-&amp;k</translation>
        </message>
        <message>
            <source>Choose among this many of the likeliest words</source>
            <translation>在最可能的若干个词中选择，此处为其个数</translation>
        </message>
        <message>
            <source>M&amp;in-p</source>
            <translation>M&amp;in-p</translation>
        </message>
        <message>
            <source>Leave out words that are less likely than this share of the likeliest; 0 = none</source>
            <translation>排除概率低于最可能的词的这一比例的词；0 = 不排除</translation>
        </message>
        <message>
            <source>P&amp;resence</source>
            <translation>存在惩罚(&amp;R)</translation>
        </message>
        <message>
            <source>Takes this off the score of words that were written already, so that texts repeat less; 0 = off</source>
            <translation>从已写过的词的得分中减去此值，减少文本重复；0 = 关</translation>
        </message>
        <message>
            <source>Repet&amp;ition</source>
            <translation>重复惩罚(&amp;I)</translation>
        </message>
        <message>
            <source>The same as a factor, on words of the prompt too; 1 = off</source>
            <translation>作用相同，但按倍数计算，且也作用于提示词中的词；1 = 关</translation>
        </message>
        <message>
            <source>The model answers to the prompt as it is.</source>
            <translation>模型直接回答提示词，不加指令。</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::SeedEdit</name>
        <message>
            <source>Draw a seed and keep it</source>
            <translation>随机抽取一个种子并固定</translation>
        </message>
        <message>
            <source>Use the last picture's seed</source>
            <translation>使用上一张图片的种子</translation>
        </message>
        <message>
            <source>Seed</source>
            <translation>种子</translation>
        </message>
        <message>
            <source>random</source>
            <translation>随机</translation>
        </message>
        <message>
            <source>The seed is kept. Click for a new one each time.</source>
            <translation>种子已固定。点击后每次使用新种子。</translation>
        </message>
        <message>
            <source>Each drawing gets a new seed. Click to keep the last one.</source>
            <translation>每次生成使用新种子。点击可固定上次的种子。</translation>
        </message>
        <message>
            <source>Keep the seed</source>
            <translation>固定种子</translation>
        </message>
        <message>
            <source>Use the last picture's seed, %1</source>
            <translation>使用上一张图片的种子 %1</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::SettingsPanel</name>
        <message>
            <source>Picture</source>
            <translation>图片</translation>
        </message>
        <message>
            <source>S&amp;ize</source>
            <translation>尺寸(&amp;I)</translation>
        </message>
        <message>
            <source>%1 × %2</source>
            <translation>%1 × %2</translation>
        </message>
        <message>
            <source>S&amp;eed</source>
            <translation>种子(&amp;E)</translation>
        </message>
        <message>
            <source>random</source>
            <translation>随机</translation>
        </message>
        <message>
            <source>Further seeds</source>
            <translation>后续种子</translation>
        </message>
        <message>
            <source>Variety</source>
            <translation>多样性</translation>
        </message>
        <message>
            <source>off</source>
            <translation>关</translation>
        </message>
        <message>
            <source>Sampling</source>
            <translation>采样</translation>
        </message>
        <message>
            <source>S&amp;teps</source>
            <translation>步数(&amp;T)</translation>
        </message>
        <message>
            <source>Sche&amp;duler</source>
            <translation>调度器(&amp;D)</translation>
        </message>
        <message>
            <source>Noise levels</source>
            <translation>噪声级别</translation>
        </message>
        <message>
            <source>S&amp;hift</source>
            <translation>S&amp;hift</translation>
        </message>
        <message>
            <source>Guidance</source>
            <translation>引导</translation>
        </message>
        <message>
            <source>&amp;Guidance</source>
            <translation>引导(&amp;G)</translation>
        </message>
        <message>
            <source>Limit</source>
            <translation>上限</translation>
        </message>
        <message>
            <source>none</source>
            <translation>无</translation>
        </message>
        <message>
            <source>Ends at</source>
            <translation>结束于</translation>
        </message>
        <message>
            <source>Skip layers</source>
            <translation>跳层引导</translation>
        </message>
        <message>
            <source>Source picture</source>
            <translation>源图片</translation>
        </message>
        <message>
            <source>Mask</source>
            <translation>遮罩</translation>
        </message>
        <message>
            <source>St&amp;rength</source>
            <translation>强度(&amp;R)</translation>
        </message>
        <message>
            <source>Fit</source>
            <translation>适配方式</translation>
        </message>
        <message>
            <source>Large pictures</source>
            <translation>大图</translation>
        </message>
        <message>
            <source>Two passes</source>
            <translation>两遍生成</translation>
        </message>
        <message>
            <source> px</source>
            <translation> 像素</translation>
        </message>
        <message>
            <source>First pass</source>
            <translation>第一遍</translation>
        </message>
        <message>
            <source>Refinement</source>
            <translation>细化强度</translation>
        </message>
        <message>
            <source>LoRA</source>
            <translation>LoRA</translation>
        </message>
        <message>
            <source>Trigger words</source>
            <translation>触发词</translation>
        </message>
        <message>
            <source>Text encoder</source>
            <translation>文本编码器</translation>
        </message>
        <message>
            <source>Hidden layer</source>
            <translation>隐藏层</translation>
        </message>
        <message>
            <source>Long prompts</source>
            <translation>长提示词</translation>
        </message>
        <message>
            <source>Most tokens</source>
            <translation>最大 token 数</translation>
        </message>
        <message>
            <source>Strip quotes</source>
            <translation>去除引号</translation>
        </message>
        <message>
            <source>Left open: %1.</source>
            <translation>未设置时：%1。</translation>
        </message>
        <message>
            <source>on</source>
            <translation>开</translation>
        </message>
        <message>
            <source>auto (%1)</source>
            <translation>自动 (%1)</translation>
        </message>
        <message>
            <source>auto</source>
            <translation>自动</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::SharingPanel</name>
        <message>
            <source>&amp;Share this encoder</source>
            <translation>共享此编码器(&amp;S)</translation>
        </message>
        <message>
            <source>Answer other programs and machines with the model that is open here; they wait while a picture is drawn</source>
            <translation>用此处打开的模型响应其他程序和机器；生成图片时它们需等待</translation>
        </message>
        <message>
            <source>&amp;Hidden states</source>
            <translation>隐藏状态(&amp;H)</translation>
        </message>
        <message>
            <source>For other machines' transformers: /v1/hidden_states</source>
            <translation>供其他机器的 Transformer 使用：/v1/hidden_states</translation>
        </message>
        <message>
            <source>&amp;Texts</source>
            <translation>文本(&amp;T)</translation>
        </message>
        <message>
            <source>Written by the text encoder: /v1/chat/completions</source>
            <translation>由文本编码器撰写：/v1/chat/completions</translation>
        </message>
        <message>
            <source>&amp;Pictures</source>
            <translation>图片(&amp;P)</translation>
        </message>
        <message>
            <source>Drawn for others, with a history of their own: /api</source>
            <translation>为他人生成，有单独的历史：/api</translation>
        </message>
        <message>
            <source>Sho&amp;w</source>
            <translation>显示(&amp;W)</translation>
        </message>
        <message>
            <source>Show the key</source>
            <translation>显示密钥</translation>
        </message>
        <message>
            <source>&amp;New key</source>
            <translation>新密钥(&amp;N)</translation>
        </message>
        <message>
            <source>this machine alone</source>
            <translation>仅本机</translation>
        </message>
        <message>
            <source>the network</source>
            <translation>网络</translation>
        </message>
        <message>
            <source>any free one</source>
            <translation>任一空闲端口</translation>
        </message>
        <message>
            <source>Key</source>
            <translation>密钥</translation>
        </message>
        <message>
            <source>Make a key that nobody can guess</source>
            <translation>生成一个无人能猜到的密钥</translation>
        </message>
        <message>
            <source>Offers</source>
            <translation>提供</translation>
        </message>
        <message>
            <source>What others can ask for</source>
            <translation>其他人可以请求的内容</translation>
        </message>
        <message>
            <source>Reached from</source>
            <translation>可访问范围</translation>
        </message>
        <message>
            <source>The network needs a key; prompts and key travel unencrypted, so only in a network that you trust</source>
            <translation>网络共享需要密钥；提示词和密钥以明文传输，因此只应在可信的网络中使用</translation>
        </message>
        <message>
            <source>Port</source>
            <translation>端口</translation>
        </message>
        <message>
            <source>The number behind the address</source>
            <translation>地址后面的数字</translation>
        </message>
        <message>
            <source>What others must send to be answered</source>
            <translation>其他人须发送它才能得到响应</translation>
        </message>
        <message>
            <source>The network is only answered with a key. Make one first.</source>
            <translation>只有凭密钥才会响应网络请求。请先生成一个。</translation>
        </message>
        <message>
            <source>Without a key every program on this machine may ask.</source>
            <translation>没有密钥时，本机上的任何程序都可以请求。</translation>
        </message>
        <message>
            <source>The key is in the system's keychain.</source>
            <translation>密钥保存在系统密钥环中。</translation>
        </message>
        <message>
            <source>The key is kept for this session only.</source>
            <translation>密钥仅在本次会话中保留。</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::SizeEdit</name>
        <message>
            <source>Width in pixels, a multiple of 16</source>
            <translation>宽度（像素），须为 16 的倍数</translation>
        </message>
        <message>
            <source>Height in pixels, a multiple of 16</source>
            <translation>高度（像素），须为 16 的倍数</translation>
        </message>
        <message>
            <source>Exchange width and height</source>
            <translation>交换宽度和高度</translation>
        </message>
        <message>
            <source>Keep the shape</source>
            <translation>保持宽高比</translation>
        </message>
        <message>
            <source>Choose one of the usual shapes</source>
            <translation>选择常用宽高比</translation>
        </message>
        <message>
            <source>%1 MP</source>
            <translation>%1 MP</translation>
        </message>
        <message>
            <source>%1, taken to a multiple of %2</source>
            <translation>%1，已取为 %2 的倍数</translation>
        </message>
        <message>
            <source>%1 : %2   %3 × %4</source>
            <translation>%1 : %2   %3 × %4</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::SourcePictureEdit</name>
        <message>
            <source>Choose…</source>
            <translation>选择…</translation>
        </message>
        <message>
            <source>Draw from noise alone</source>
            <translation>仅从噪声生成</translation>
        </message>
        <message>
            <source>none</source>
            <translation>无</translation>
        </message>
        <message>
            <source>Choose a picture to start from</source>
            <translation>选择作为起点的图片</translation>
        </message>
        <message>
            <source>Pictures (*.png *.jpg *.jpeg *.webp)</source>
            <translation>图片 (*.png *.jpg *.jpeg *.webp)</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::StarsEdit</name>
        <message>
            <source>Stars</source>
            <translation>星级</translation>
        </message>
        <message>
            <source>Keys 0 to 5</source>
            <translation>按键 0 到 5</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::TemplateApplier</name>
        <message>
            <source>Template %1</source>
            <translation>应用模板 %1</translation>
        </message>
        <message>
            <source>Template taken off</source>
            <translation>移除模板</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::TemplateDelegate</name>
        <message>
            <source>%1 · yours</source>
            <translation>%1 · 我的</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::TemplateEditor</name>
        <message>
            <source>The think tags are not in pairs: every &lt;think&gt; needs a &lt;/think&gt; behind it.</source>
            <translation>思考标签不成对：每个 &lt;think&gt; 后面都需要有 &lt;/think&gt;。</translation>
        </message>
        <message>
            <source>%1 is a control token. The format adds it by itself.</source>
            <translation>%1 是控制 token，格式会自动添加。</translation>
        </message>
        <message>
            <source>%1 characters. %2 to %3 steer best.</source>
            <translation>%1 个字符。%2 到 %3 个字符的引导效果最好。</translation>
        </message>
        <message>
            <source>Asks for %1 when it is applied.</source>
            <translation>应用时需要填写 %1。</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>保存</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>&amp;Name</source>
            <translation>名称(&amp;N)</translation>
        </message>
        <message>
            <source>What it is chosen by: small letters, digits and _</source>
            <translation>用于选择模板的名称：小写字母、数字和 _</translation>
        </message>
        <message>
            <source>&amp;Title</source>
            <translation>标题(&amp;T)</translation>
        </message>
        <message>
            <source>What the list shows</source>
            <translation>列表中显示的名称</translation>
        </message>
        <message>
            <source>&amp;Category</source>
            <translation>类别(&amp;C)</translation>
        </message>
        <message>
            <source>Its group. Those of the category "rewriter" tell the prompt rewriter what to do.</source>
            <translation>所属分组。“rewriter”类别的模板用于告诉提示词改写器怎么做。</translation>
        </message>
        <message>
            <source>&amp;Description</source>
            <translation>描述(&amp;D)</translation>
        </message>
        <message>
            <source>One line about what it does to a picture</source>
            <translation>用一行文字说明它对图片的作用</translation>
        </message>
        <message>
            <source>Ta&amp;gs</source>
            <translation>标签(&amp;G)</translation>
        </message>
        <message>
            <source>Words by which it is found, with commas between them</source>
            <translation>用于查找模板的词，以半角逗号分隔</translation>
        </message>
        <message>
            <source>What the text encoder is told before the prompt. {{mood|calm}} is a field with a default.</source>
            <translation>在提示词之前告诉文本编码器的内容。{{mood|calm}} 是带默认值的字段。</translation>
        </message>
        <message>
            <source>&amp;System prompt</source>
            <translation>系统提示词(&amp;S)</translation>
        </message>
        <message>
            <source>What the text encoder is told before it reads the prompt</source>
            <translation>文本编码器读取提示词之前得到的指令</translation>
        </message>
        <message>
            <source>As the user has it</source>
            <translation>由用户决定</translation>
        </message>
        <message>
            <source>Propose one</source>
            <translation>建议使用</translation>
        </message>
        <message>
            <source>Propose none</source>
            <translation>建议不用</translation>
        </message>
        <message>
            <source>Think &amp;block</source>
            <translation>思考块(&amp;B)</translation>
        </message>
        <message>
            <source>Whether the template proposes a think block; what the user has chosen counts more</source>
            <translation>模板是否建议使用思考块；以用户的选择为准</translation>
        </message>
        <message>
            <source>T&amp;hink text</source>
            <translation>思考文本(&amp;H)</translation>
        </message>
        <message>
            <source>What the model is to have thought, without the tags</source>
            <translation>假定模型已思考过的内容，不含标签</translation>
        </message>
        <message>
            <source>&amp;Answer begins</source>
            <translation>回答开头(&amp;A)</translation>
        </message>
        <message>
            <source>How the assistant's answer begins; usually empty</source>
            <translation>助手回答的开头；通常留空</translation>
        </message>
        <message>
            <source>It needs a name.</source>
            <translation>需要填写名称。</translation>
        </message>
        <message>
            <source>There are changes that are not saved. Press again to drop them.</source>
            <translation>有未保存的更改。再按一次将放弃更改。</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::TemplateListModel</name>
        <message>
            <source>%1, %2</source>
            <translation>%1，%2</translation>
        </message>
        <message>
            <source>%1: %2</source>
            <translation>%1：%2</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::TemplatePanel</name>
        <message>
            <source>Search templates</source>
            <translation>搜索模板</translation>
        </message>
        <message>
            <source>Every word counts: in names, titles, tags, descriptions and texts</source>
            <translation>匹配所有词：在名称、标题、标签、描述和文本中搜索</translation>
        </message>
        <message>
            <source>Which templates</source>
            <translation>显示哪些模板</translation>
        </message>
        <message>
            <source>All templates, those with a star, those used last, or your own</source>
            <translation>所有模板、收藏的模板、最近使用的模板或我的模板</translation>
        </message>
        <message>
            <source>All</source>
            <translation>全部</translation>
        </message>
        <message>
            <source>Favourites</source>
            <translation>收藏</translation>
        </message>
        <message>
            <source>Recently used</source>
            <translation>最近使用</translation>
        </message>
        <message>
            <source>Your own</source>
            <translation>我的模板</translation>
        </message>
        <message>
            <source>Category</source>
            <translation>类别</translation>
        </message>
        <message>
            <source>Only templates of one category</source>
            <translation>仅显示一个类别的模板</translation>
        </message>
        <message>
            <source>Every category</source>
            <translation>所有类别</translation>
        </message>
        <message>
            <source>Templates</source>
            <translation>模板</translation>
        </message>
        <message>
            <source>What to do with templates</source>
            <translation>模板操作</translation>
        </message>
        <message>
            <source>Write, edit, duplicate, delete, import or export templates</source>
            <translation>编写、编辑、删除、导入、导出模板或创建副本</translation>
        </message>
        <message>
            <source>Description and tags</source>
            <translation>描述和标签</translation>
        </message>
        <message>
            <source>Click a tag to search for it</source>
            <translation>点击标签可按其搜索</translation>
        </message>
        <message>
            <source>What the text encoder would read</source>
            <translation>文本编码器将读取的内容</translation>
        </message>
        <message>
            <source>What the text encoder would read with this template, byte for byte</source>
            <translation>使用此模板时文本编码器将读取的内容，逐字节一致</translation>
        </message>
        <message>
            <source>Choose a template to see what the text encoder would read.</source>
            <translation>选择一个模板，查看文本编码器将读取的内容。</translation>
        </message>
        <message>
            <source>&amp;Apply</source>
            <translation>应用(&amp;A)</translation>
        </message>
        <message>
            <source>Put the template into the prompt (Enter). Undo takes it back.</source>
            <translation>将模板应用到提示词（Enter）。可以撤销。</translation>
        </message>
        <message>
            <source>&amp;Take off</source>
            <translation>移除(&amp;T)</translation>
        </message>
        <message>
            <source>Take the texts of the template in use out of the prompt</source>
            <translation>从提示词中移除当前模板的文本</translation>
        </message>
        <message>
            <source>The template %1 is gone. Its texts stay in the prompt.</source>
            <translation>模板 %1 已不存在。其文本仍保留在提示词中。</translation>
        </message>
        <message>
            <source>The template %1 is gone.</source>
            <translation>模板 %1 已不存在。</translation>
        </message>
        <message>
            <source> (%1)</source>
            <translation>（%1）</translation>
        </message>
        <message numerus="yes">
            <source>%n problem(s) in template files: %1</source>
            <translation>
                <numerusform>模板文件中有 %n 个问题：%1</numerusform>
            </translation>
        </message>
        <message>
            <source>Everything else can be used. Correct the file, and it is read again.</source>
            <translation>其余模板均可使用。更正文件后会自动重新读取。</translation>
        </message>
        <message>
            <source>There are no templates yet. Write one with the menu below.</source>
            <translation>还没有模板。可使用下方菜单编写一个。</translation>
        </message>
        <message>
            <source>No template matches. Clear the search, or choose another group.</source>
            <translation>没有匹配的模板。请清空搜索，或选择其他分组。</translation>
        </message>
        <message>
            <source>No favourites yet. Click the star of a template.</source>
            <translation>还没有收藏。点击模板的星标即可收藏。</translation>
        </message>
        <message>
            <source>Nothing used yet. Templates that you apply appear here.</source>
            <translation>还没有使用过模板。应用过的模板会显示在这里。</translation>
        </message>
        <message>
            <source>You have none of your own yet. Duplicate one, or write a new one with the menu below.</source>
            <translation>还没有自己的模板。可使用下方菜单创建副本，或新建一个。</translation>
        </message>
        <message>
            <source>No template chosen</source>
            <translation>未选择模板</translation>
        </message>
        <message>
            <source>&amp;Apply again</source>
            <translation>重新应用(&amp;A)</translation>
        </message>
        <message>
            <source>Fill in the fields that are needed.</source>
            <translation>请填写必填字段。</translation>
        </message>
        <message>
            <source>An instruction for the prompt rewriter: choose it in the panel Rewriter.</source>
            <translation>这是提示词改写器的指令：请在“改写器”面板中选择。</translation>
        </message>
        <message>
            <source>It comes with the program. Duplicate it, and change the copy.</source>
            <translation>这是程序自带的模板。请创建副本，然后修改副本。</translation>
        </message>
        <message>
            <source>Choose a template first.</source>
            <translation>请先选择一个模板。</translation>
        </message>
        <message>
            <source>&amp;New…</source>
            <translation>新建(&amp;N)…</translation>
        </message>
        <message>
            <source>&amp;Edit…</source>
            <translation>编辑(&amp;E)…</translation>
        </message>
        <message>
            <source>&amp;Duplicate…</source>
            <translation>创建副本(&amp;D)…</translation>
        </message>
        <message>
            <source>De&amp;lete</source>
            <translation>删除(&amp;L)</translation>
        </message>
        <message>
            <source>&amp;Import…</source>
            <translation>导入(&amp;I)…</translation>
        </message>
        <message>
            <source>E&amp;xport…</source>
            <translation>导出(&amp;X)…</translation>
        </message>
        <message>
            <source>New template</source>
            <translation>新建模板</translation>
        </message>
        <message>
            <source>Edit template</source>
            <translation>编辑模板</translation>
        </message>
        <message>
            <source>%1 (copy)</source>
            <translation>%1（副本）</translation>
        </message>
        <message>
            <source>Duplicate template</source>
            <translation>创建模板副本</translation>
        </message>
        <message>
            <source>Saved %1.</source>
            <translation>已保存 %1。</translation>
        </message>
        <message>
            <source>Deleted %1.</source>
            <translation>已删除 %1。</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>撤销</translation>
        </message>
        <message>
            <source>It is back.</source>
            <translation>已恢复。</translation>
        </message>
        <message>
            <source>Import templates</source>
            <translation>导入模板</translation>
        </message>
        <message>
            <source>Templates (*.md);;All files (*)</source>
            <translation>模板 (*.md);;所有文件 (*)</translation>
        </message>
        <message>
            <source>Imported %1.</source>
            <translation>已导入 %1。</translation>
        </message>
        <message>
            <source>Replace</source>
            <translation>替换</translation>
        </message>
        <message>
            <source>Export template</source>
            <translation>导出模板</translation>
        </message>
        <message>
            <source>Templates (*.md)</source>
            <translation>模板 (*.md)</translation>
        </message>
        <message>
            <source>Exported to %1.</source>
            <translation>已导出到 %1。</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::TokenMeter</name>
        <message>
            <source>Token count</source>
            <translation>Token 数</translation>
        </message>
        <message>
            <source>Tokens are not counted: %1</source>
            <translation>未统计 token：%1</translation>
        </message>
        <message>
            <source>%1 of %2 tokens</source>
            <translation>%1/%2 个 token</translation>
        </message>
        <message>
            <source>%1 tokens, %2 beyond the trained range</source>
            <translation>%1 个 token，超出训练范围 %2 个</translation>
        </message>
        <message>
            <source>prompt %1</source>
            <translation>提示词 %1</translation>
        </message>
        <message>
            <source>system %1</source>
            <translation>系统 %1</translation>
        </message>
        <message>
            <source>think block %1</source>
            <translation>思考块 %1</translation>
        </message>
        <message>
            <source>assistant %1</source>
            <translation>助手 %1</translation>
        </message>
        <message>
            <source>format %1</source>
            <translation>格式 %1</translation>
        </message>
        <message>
            <source>Tokens, counted exactly: %1</source>
            <translation>Token 数（精确统计）：%1</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::VariableFields</name>
        <message>
            <source>needed</source>
            <translation>必填</translation>
        </message>
        <message>
            <source>What {{%1}} stands for. Empty: %2</source>
            <translation>{{%1}} 所代表的内容。留空则为：%2</translation>
        </message>
        <message>
            <source>What {{%1}} stands for. It has no default.</source>
            <translation>{{%1}} 所代表的内容。没有默认值。</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::VariantsDialog</name>
        <message>
            <source>Compare variants</source>
            <translation>比较变体</translation>
        </message>
        <message>
            <source>Each column is drawn once, from the same noise: what you see is what the differences do. The form stays as it is.</source>
            <translation>每列以相同噪声生成一次：所见即为这些差异的作用。表单保持不变。</translation>
        </message>
        <message>
            <source>Variants and their fields</source>
            <translation>变体及其字段</translation>
        </message>
        <message>
            <source>Another column, a copy of this one</source>
            <translation>再加一列，为此列的副本</translation>
        </message>
        <message>
            <source>Take this column away</source>
            <translation>移除此列</translation>
        </message>
        <message>
            <source>Columns</source>
            <translation>列</translation>
        </message>
        <message>
            <source>Field to add</source>
            <translation>要添加的字段</translation>
        </message>
        <message>
            <source>Add a field…</source>
            <translation>添加字段…</translation>
        </message>
        <message>
            <source>Take this field away: all columns get the first one's value</source>
            <translation>移除此字段：所有列都取第一列的值</translation>
        </message>
        <message>
            <source>none</source>
            <translation>无</translation>
        </message>
        <message>
            <source>Values of %1</source>
            <translation>%1 的值</translation>
        </message>
        <message>
            <source>values, with ; between them: 4; 8; 16</source>
            <translation>数值，以 ; 分隔：4; 8; 16</translation>
        </message>
        <message>
            <source>Grid</source>
            <translation>网格</translation>
        </message>
        <message>
            <source>&amp;First axis</source>
            <translation>第一轴(&amp;F)</translation>
        </message>
        <message>
            <source>&amp;Second axis</source>
            <translation>第二轴(&amp;S)</translation>
        </message>
        <message>
            <source>Make the &amp;columns</source>
            <translation>生成各列(&amp;C)</translation>
        </message>
        <message>
            <source>Every value with every other one, from column A</source>
            <translation>以 A 列为基础，组合所有值</translation>
        </message>
        <message>
            <source>&amp;Draw them</source>
            <translation>生成(&amp;D)</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%2 的%1</translation>
        </message>
        <message numerus="yes">
            <source>%n picture(s)</source>
            <translation>
                <numerusform>%n 张图片</numerusform>
            </translation>
        </message>
        <message>
            <source>%1, about %2</source>
            <translation>%1，约 %2</translation>
        </message>
        <message>
            <source>%1. How long they take is known after the first drawing.</source>
            <translation>%1。首次生成后才知道需要多久。</translation>
        </message>
        <message>
            <source>All columns are the same.</source>
            <translation>所有列都相同。</translation>
        </message>
        <message>
            <source>All columns are drawn from %1: other prompts make no difference.</source>
            <translation>所有列都由 %1 绘制：更改提示词不起作用。</translation>
        </message>
        <message>
            <source>Draw from the &amp;prompts</source>
            <translation>改用提示词绘制(&amp;P)</translation>
        </message>
        <message>
            <source>In these columns only; the form goes on drawing from the file</source>
            <translation>仅限这些列；表单仍由文件绘制</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::VariantsModel</name>
        <message>
            <source>%1 of %2: %3</source>
            <translation>%2 的%1：%3</translation>
        </message>
        <message>
            <source>No effect: the pictures are drawn from a file of embeddings.</source>
            <translation>不起作用：图片由嵌入文件绘制。</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::WelcomeCards</name>
        <message>
            <source>Use a model that I have</source>
            <translation>使用已有的模型</translation>
        </message>
        <message>
            <source>Looks for Z-Image in Hugging Face's cache, ComfyUI's folders and folders of yours.</source>
            <translation>在 Hugging Face 缓存、ComfyUI 文件夹和您指定的文件夹中查找 Z-Image。</translation>
        </message>
        <message>
            <source>Encoder on another machine</source>
            <translation>使用其他机器上的编码器</translation>
        </message>
        <message>
            <source>Prompts are encoded elsewhere; this machine needs the rest of the model alone.</source>
            <translation>提示词在别处编码；本机只需要模型的其余部分。</translation>
        </message>
        <message>
            <source>Get the real model</source>
            <translation>获取正式模型</translation>
        </message>
        <message>
            <source>Says what to fetch and where to put it, and checks that it is whole.</source>
            <translation>说明要下载什么、放在哪里，并检查是否完整。</translation>
        </message>
    </context>
    <context>
        <name>diptych::worker::GenerationQueue</name>
        <message>
            <source>Rewrite: %1</source>
            <translation>改写：%1</translation>
        </message>
        <message>
            <source>(no prompt)</source>
            <translation>（无提示词）</translation>
        </message>
        <message>
            <source>Waits to be written</source>
            <translation>等待改写</translation>
        </message>
        <message numerus="yes">
            <source>%1 × %2 pixels, seed %3, %n picture(s)</source>
            <translation>
                <numerusform>%1 × %2 像素，种子 %3，%n 张图片</numerusform>
            </translation>
        </message>
        <message>
            <source>Stopping…</source>
            <translation>正在停止…</translation>
        </message>
        <message>
            <source>Writing, %1 bytes so far</source>
            <translation>正在撰写，已写 %1 字节</translation>
        </message>
        <message>
            <source>Last picture: %1</source>
            <translation>最后一张图片：%1</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>已完成</translation>
        </message>
        <message>
            <source>Cancelled</source>
            <translation>已取消</translation>
        </message>
        <message>
            <source>Diptych ended while this was drawn</source>
            <translation>生成过程中 Diptych 已退出</translation>
        </message>
        <message>
            <source>Save the embedding: %1</source>
            <translation>保存嵌入：%1</translation>
        </message>
        <message>
            <source>Waits to be encoded</source>
            <translation>等待编码</translation>
        </message>
    </context>
</TS>
