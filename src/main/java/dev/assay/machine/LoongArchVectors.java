package dev.assay.machine;

/// The LoongArch instructions that name no general register: floating point, LSX and LASX vectors.
final class LoongArchVectors {
    /// First and last word, mnemonics; every word between is an instruction.
    static final String ROWS = """
            01008000 01017fff fadd.s to fadd.d
            01028000 01037fff fsub.s to fsub.d
            01048000 01057fff fmul.s to fmul.d
            01068000 01077fff fdiv.s to fdiv.d
            01088000 01097fff fmax.s to fmax.d
            010a8000 010b7fff fmin.s to fmin.d
            010c8000 010d7fff fmaxa.s to fmaxa.d
            010e8000 010f7fff fmina.s to fmina.d
            01108000 01117fff fscaleb.s to fscaleb.d
            01128000 01137fff fcopysign.s to fcopysign.d
            01140400 01140bff fabs.s to fabs.d
            01141400 01141bff fneg.s to fneg.d
            01142400 01142bff flogb.s to flogb.d
            01143400 01143bff fclass.s to fclass.d
            01144400 01144bff fsqrt.s to fsqrt.d
            01145400 01145bff frecip.s to frecip.d
            01146400 01146bff frsqrt.s to frsqrt.d
            01147400 01147bff frecipe.s to frecipe.d
            01148400 01148bff frsqrte.s to frsqrte.d
            01149400 01149bff fmov.s to fmov.d
            0114e000 0114e7ff fcvt.ld.d to fcvt.ud.d
            01150000 01157fff fcvt.d.ld
            01191800 01191bff fcvt.s.d
            01192400 011927ff fcvt.d.s
            011a0400 011a0bff ftintrm.w.s to ftintrm.w.d
            011a2400 011a2bff ftintrm.l.s to ftintrm.l.d
            011a4400 011a4bff ftintrp.w.s to ftintrp.w.d
            011a6400 011a6bff ftintrp.l.s to ftintrp.l.d
            011a8400 011a8bff ftintrz.w.s to ftintrz.w.d
            011aa400 011aabff ftintrz.l.s to ftintrz.l.d
            011ac400 011acbff ftintrne.w.s to ftintrne.w.d
            011ae400 011aebff ftintrne.l.s to ftintrne.l.d
            011b0400 011b0bff ftint.w.s to ftint.w.d
            011b2400 011b2bff ftint.l.s to ftint.l.d
            011d1000 011d13ff ffint.s.w
            011d1800 011d1bff ffint.s.l
            011d2000 011d23ff ffint.d.w
            011d2800 011d2bff ffint.d.l
            011e4400 011e4bff frint.s to frint.d
            08100000 082fffff fmadd.s to fmadd.d
            08500000 086fffff fmsub.s to fmsub.d
            08900000 08afffff fnmadd.s to fnmadd.d
            08d00000 08efffff fnmsub.s to fnmsub.d
            09100000 092fffff vfmadd.s to vfmadd.d
            09500000 096fffff vfmsub.s to vfmsub.d
            09900000 09afffff vfnmadd.s to vfnmadd.d
            09d00000 09efffff vfnmsub.s to vfnmsub.d
            0a100000 0a2fffff xvfmadd.s to xvfmadd.d
            0a500000 0a6fffff xvfmsub.s to xvfmsub.d
            0a900000 0aafffff xvfnmadd.s to xvfnmadd.d
            0ad00000 0aefffff xvfnmsub.s to xvfnmsub.d
            0c500000 0c58ffff vfcmp.caf.s to vfcmp.sne.s
            0c5a0000 0c5affff vfcmp.cor.s to vfcmp.sor.s
            0c5c0000 0c5cffff vfcmp.cune.s to vfcmp.sune.s
            0c600000 0c68ffff vfcmp.caf.d to vfcmp.sne.d
            0c6a0000 0c6affff vfcmp.cor.d to vfcmp.sor.d
            0c6c0000 0c6cffff vfcmp.cune.d to vfcmp.sune.d
            0c900000 0c98ffff xvfcmp.caf.s to xvfcmp.sne.s
            0c9a0000 0c9affff xvfcmp.cor.s to xvfcmp.sor.s
            0c9c0000 0c9cffff xvfcmp.cune.s to xvfcmp.sune.s
            0ca00000 0ca8ffff xvfcmp.caf.d to xvfcmp.sne.d
            0caa0000 0caaffff xvfcmp.cor.d to xvfcmp.sor.d
            0cac0000 0cacffff xvfcmp.cune.d to xvfcmp.sune.d
            0d000000 0d03ffff fsel
            0d100000 0d2fffff vbitsel.v to xvbitsel.v
            0d500000 0d6fffff vshuf.b to xvshuf.b
            70000000 700dffff vseq.b to vsub.d
            701e0000 7025ffff vaddwev.h.b to vsubwod.q.d
            702e0000 7035ffff vaddwev.h.bu to vsubwod.q.du
            703e0000 7041ffff vaddwev.h.bu.b to vaddwod.q.du.d
            70460000 704dffff vsadd.b to vssub.du
            70540000 705dffff vhaddw.h.b to vadda.d
            70600000 706bffff vabsd.b to vavgr.du
            70700000 7077ffff vmax.b to vmin.du
            70840000 7089ffff vmul.b to vmuh.du
            70900000 7093ffff vmulwev.h.b to vmulwod.q.d
            70980000 709bffff vmulwev.h.bu to vmulwod.q.du
            70a00000 70a3ffff vmulwev.h.bu.b to vmulwod.q.du.d
            70a80000 70afffff vmadd.b to vmaddwod.q.d
            70b40000 70b7ffff vmaddwev.h.bu to vmaddwod.q.du
            70bc0000 70bfffff vmaddwev.h.bu.b to vmaddwod.q.du.d
            70e00000 70f3ffff vdiv.b to vsrar.d
            70f48000 70f5ffff vsrln.b.h to vsrln.w.d
            70f68000 70f7ffff vsran.b.h to vsran.w.d
            70f88000 70f9ffff vsrlrn.b.h to vsrlrn.w.d
            70fa8000 70fbffff vsrarn.b.h to vsrarn.w.d
            70fc8000 70fdffff vssrln.b.h to vssrln.w.d
            70fe8000 70ffffff vssran.b.h to vssran.w.d
            71008000 7101ffff vssrlrn.b.h to vssrlrn.w.d
            71028000 7103ffff vssrarn.b.h to vssrarn.w.d
            71048000 7105ffff vssrln.bu.h to vssrln.wu.d
            71068000 7107ffff vssran.bu.h to vssran.wu.d
            71088000 7109ffff vssrlrn.bu.h to vssrlrn.wu.d
            710a8000 7111ffff vssrarn.bu.h to vbitrev.d
            71160000 7121ffff vpackev.b to vpickod.d
            71260000 7128ffff vand.v to vorn.v
            712b0000 712bffff vfrstp.b to vfrstp.h
            712d0000 712fffff vadd.q to vsigncov.d
            71308000 71317fff vfadd.s to vfadd.d
            71328000 71337fff vfsub.s to vfsub.d
            71388000 71397fff vfmul.s to vfmul.d
            713a8000 713b7fff vfdiv.s to vfdiv.d
            713c8000 713d7fff vfmax.s to vfmax.d
            713e8000 713f7fff vfmin.s to vfmin.d
            71408000 71417fff vfmaxa.s to vfmaxa.d
            71428000 71437fff vfmina.s to vfmina.d
            71460000 7146ffff vfcvt.h.s to vfcvt.s.d
            71480000 71487fff vffint.s.l
            71498000 714bffff vftint.w.d to vftintrne.w.d
            717a8000 717bffff vshuf.h to vshuf.d
            72800000 728effff vseqi.b to vbsrl.v
            72900000 7297ffff vmaxi.b to vmini.du
            729a0000 729affff vfrstpi.b to vfrstpi.h
            729c0000 729c53ff vclo.b to vmskgez.b
            729c6000 729c63ff vmsknz.b
            729cc400 729ccbff vflogb.s to vflogb.d
            729cd400 729cdbff vfclass.s to vfclass.d
            729ce400 729cebff vfsqrt.s to vfsqrt.d
            729cf400 729cfbff vfrecip.s to vfrecip.d
            729d0400 729d0bff vfrsqrt.s to vfrsqrt.d
            729d1400 729d1bff vfrecipe.s to vfrecipe.d
            729d2400 729d2bff vfrsqrte.s to vfrsqrte.d
            729d3400 729d3bff vfrint.s to vfrint.d
            729d4400 729d4bff vfrintrm.s to vfrintrm.d
            729d5400 729d5bff vfrintrp.s to vfrintrp.d
            729d6400 729d6bff vfrintrz.s to vfrintrz.d
            729d7400 729d7bff vfrintrne.s to vfrintrne.d
            729de800 729df7ff vfcvtl.s.h to vfcvth.d.s
            729e0000 729e17ff vffint.s.w to vffinth.d.w
            729e3000 729e5fff vftint.w.s to vftint.lu.d
            729e7000 729e77ff vftintrz.wu.s to vftintrz.lu.d
            729e8000 729ea7ff vftintl.l.s to vftintrneh.l.s
            729ee000 729effff vexth.h.b to vexth.qu.du
            72a02000 72a1ffff vrotri.b to vrotri.d
            72a42000 72a5ffff vsrlri.b to vsrlri.d
            72a82000 72a9ffff vsrari.b to vsrari.d
            72f78000 72f7f7ff vreplvei.b to vreplvei.d
            73082000 730903ff vsllwil.h.b to vextl.q.d
            730c2000 730d03ff vsllwil.hu.bu to vextl.qu.du
            73102000 7311ffff vbitclri.b to vbitclri.d
            73142000 7315ffff vbitseti.b to vbitseti.d
            73182000 7319ffff vbitrevi.b to vbitrevi.d
            73242000 7325ffff vsat.b to vsat.d
            73282000 7329ffff vsat.bu to vsat.du
            732c2000 732dffff vslli.b to vslli.d
            73302000 7331ffff vsrli.b to vsrli.d
            73342000 7335ffff vsrai.b to vsrai.d
            73404000 7343ffff vsrlni.b.h to vsrlni.d.q
            73444000 7347ffff vsrlrni.b.h to vsrlrni.d.q
            73484000 734bffff vssrlni.b.h to vssrlni.d.q
            734c4000 734fffff vssrlni.bu.h to vssrlni.du.q
            73504000 7353ffff vssrlrni.b.h to vssrlrni.d.q
            73544000 7357ffff vssrlrni.bu.h to vssrlrni.du.q
            73584000 735bffff vsrani.b.h to vsrani.d.q
            735c4000 735fffff vsrarni.b.h to vsrarni.d.q
            73604000 7363ffff vssrani.b.h to vssrani.d.q
            73644000 7367ffff vssrani.bu.h to vssrani.du.q
            73684000 736bffff vssrarni.b.h to vssrarni.d.q
            736c4000 736fffff vssrarni.bu.h to vssrarni.du.q
            73800000 739fffff vextrins.d to vshuf4i.d
            73c40000 73c7ffff vbitseli.b
            73d00000 73e7ffff vandi.b to vpermi.w
            74000000 740dffff xvseq.b to xvsub.d
            741e0000 7425ffff xvaddwev.h.b to xvsubwod.q.d
            742e0000 7435ffff xvaddwev.h.bu to xvsubwod.q.du
            743e0000 7441ffff xvaddwev.h.bu.b to xvaddwod.q.du.d
            74460000 744dffff xvsadd.b to xvssub.du
            74540000 745dffff xvhaddw.h.b to xvadda.d
            74600000 746bffff xvabsd.b to xvavgr.du
            74700000 7477ffff xvmax.b to xvmin.du
            74840000 7489ffff xvmul.b to xvmuh.du
            74900000 7493ffff xvmulwev.h.b to xvmulwod.q.d
            74980000 749bffff xvmulwev.h.bu to xvmulwod.q.du
            74a00000 74a3ffff xvmulwev.h.bu.b to xvmulwod.q.du.d
            74a80000 74afffff xvmadd.b to xvmaddwod.q.d
            74b40000 74b7ffff xvmaddwev.h.bu to xvmaddwod.q.du
            74bc0000 74bfffff xvmaddwev.h.bu.b to xvmaddwod.q.du.d
            74e00000 74f3ffff xvdiv.b to xvsrar.d
            74f48000 74f5ffff xvsrln.b.h to xvsrln.w.d
            74f68000 74f7ffff xvsran.b.h to xvsran.w.d
            74f88000 74f9ffff xvsrlrn.b.h to xvsrlrn.w.d
            74fa8000 74fbffff xvsrarn.b.h to xvsrarn.w.d
            74fc8000 74fdffff xvssrln.b.h to xvssrln.w.d
            74fe8000 74ffffff xvssran.b.h to xvssran.w.d
            75008000 7501ffff xvssrlrn.b.h to xvssrlrn.w.d
            75028000 7503ffff xvssrarn.b.h to xvssrarn.w.d
            75048000 7505ffff xvssrln.bu.h to xvssrln.wu.d
            75068000 7507ffff xvssran.bu.h to xvssran.wu.d
            75088000 7509ffff xvssrlrn.bu.h to xvssrlrn.wu.d
            750a8000 7511ffff xvssrarn.bu.h to xvbitrev.d
            75160000 7521ffff xvpackev.b to xvpickod.d
            75260000 7528ffff xvand.v to xvorn.v
            752b0000 752bffff xvfrstp.b to xvfrstp.h
            752d0000 752fffff xvadd.q to xvsigncov.d
            75308000 75317fff xvfadd.s to xvfadd.d
            75328000 75337fff xvfsub.s to xvfsub.d
            75388000 75397fff xvfmul.s to xvfmul.d
            753a8000 753b7fff xvfdiv.s to xvfdiv.d
            753c8000 753d7fff xvfmax.s to xvfmax.d
            753e8000 753f7fff xvfmin.s to xvfmin.d
            75408000 75417fff xvfmaxa.s to xvfmaxa.d
            75428000 75437fff xvfmina.s to xvfmina.d
            75460000 7546ffff xvfcvt.h.s to xvfcvt.s.d
            75480000 75487fff xvffint.s.l
            75498000 754bffff xvftint.w.d to xvftintrne.w.d
            757a8000 757bffff xvshuf.h to xvshuf.d
            757d0000 757d7fff xvperm.w
            76800000 768effff xvseqi.b to xvbsrl.v
            76900000 7697ffff xvmaxi.b to xvmini.du
            769a0000 769affff xvfrstpi.b to xvfrstpi.h
            769c0000 769c53ff xvclo.b to xvmskgez.b
            769c6000 769c63ff xvmsknz.b
            769cc400 769ccbff xvflogb.s to xvflogb.d
            769cd400 769cdbff xvfclass.s to xvfclass.d
            769ce400 769cebff xvfsqrt.s to xvfsqrt.d
            769cf400 769cfbff xvfrecip.s to xvfrecip.d
            769d0400 769d0bff xvfrsqrt.s to xvfrsqrt.d
            769d1400 769d1bff xvfrecipe.s to xvfrecipe.d
            769d2400 769d2bff xvfrsqrte.s to xvfrsqrte.d
            769d3400 769d3bff xvfrint.s to xvfrint.d
            769d4400 769d4bff xvfrintrm.s to xvfrintrm.d
            769d5400 769d5bff xvfrintrp.s to xvfrintrp.d
            769d6400 769d6bff xvfrintrz.s to xvfrintrz.d
            769d7400 769d7bff xvfrintrne.s to xvfrintrne.d
            769de800 769df7ff xvfcvtl.s.h to xvfcvth.d.s
            769e0000 769e17ff xvffint.s.w to xvffinth.d.w
            769e3000 769e5fff xvftint.w.s to xvftint.lu.d
            769e7000 769e77ff xvftintrz.wu.s to xvftintrz.lu.d
            769e8000 769ea7ff xvftintl.l.s to xvftintrneh.l.s
            769ee000 769effff xvexth.h.b to xvexth.qu.du
            769f1000 769f3fff vext2xv.h.b to vext2xv.du.wu
            769f8000 769fffff xvhseli.d
            76a02000 76a1ffff xvrotri.b to xvrotri.d
            76a42000 76a5ffff xvsrlri.b to xvsrlri.d
            76a82000 76a9ffff xvsrari.b to xvsrari.d
            76f78000 76f7f7ff xvrepl128vei.b to xvrepl128vei.d
            76ffc000 76ffefff xvinsve0.w to xvinsve0.d
            7703c000 7703efff xvpickve.w to xvpickve.d
            77070000 770703ff xvreplve0.b
            77078000 770783ff xvreplve0.h
            7707c000 7707c3ff xvreplve0.w
            7707e000 7707e3ff xvreplve0.d
            7707f000 7707f3ff xvreplve0.q
            77082000 770903ff xvsllwil.h.b to xvextl.q.d
            770c2000 770d03ff xvsllwil.hu.bu to xvextl.qu.du
            77102000 7711ffff xvbitclri.b to xvbitclri.d
            77142000 7715ffff xvbitseti.b to xvbitseti.d
            77182000 7719ffff xvbitrevi.b to xvbitrevi.d
            77242000 7725ffff xvsat.b to xvsat.d
            77282000 7729ffff xvsat.bu to xvsat.du
            772c2000 772dffff xvslli.b to xvslli.d
            77302000 7731ffff xvsrli.b to xvsrli.d
            77342000 7735ffff xvsrai.b to xvsrai.d
            77404000 7743ffff xvsrlni.b.h to xvsrlni.d.q
            77444000 7747ffff xvsrlrni.b.h to xvsrlrni.d.q
            77484000 774bffff xvssrlni.b.h to xvssrlni.d.q
            774c4000 774fffff xvssrlni.bu.h to xvssrlni.du.q
            77504000 7753ffff xvssrlrni.b.h to xvssrlrni.d.q
            77544000 7757ffff xvssrlrni.bu.h to xvssrlrni.du.q
            77584000 775bffff xvsrani.b.h to xvsrani.d.q
            775c4000 775fffff xvsrarni.b.h to xvsrarni.d.q
            77604000 7763ffff xvssrani.b.h to xvssrani.d.q
            77644000 7767ffff xvssrani.bu.h to xvssrani.du.q
            77684000 776bffff xvssrarni.b.h to xvssrarni.d.q
            776c4000 776fffff xvssrarni.bu.h to xvssrarni.du.q
            77800000 779fffff xvextrins.d to xvshuf4i.d
            77c40000 77c7ffff xvbitseli.b
            77d00000 77efffff xvandi.b to xvpermi.q
            """;

    private LoongArchVectors() {}
}
