// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {IVolSurface} from "gimbal/interfaces/IVolSurface.sol";
import {Svi} from "gimbal/pricing/Svi.sol";
import {Smile, SmileParameter} from "gimbal/types/Smile.sol";
import {Updaters} from "../base/Updaters.sol";
import {SurfaceFixture} from "./support/SurfaceFixture.sol";

/// @notice Smiles with skew: what comes into force and what is read.
contract VolSurfaceSmilesTest is SurfaceFixture {
    function setUp() public override {
        super.setUp();
        IVolSurface.Terms memory t = terms();
        t.maxStep = 10e18;
        surface.setTerms(MARKET, t);
    }

    /// @dev A published smile that looks harmless and has a butterfly (Axel Vogt).
    function test_vogtsSmileIsRefused() public {
        Smile memory vogt =
            Smile(uint40(block.timestamp + 365 days), -0.041e18, 0.1331e18, 0.306e18, 0.3586e18, 0.4153e18);
        refusesBy(one(vogt), IVolSurface.Butterfly.selector);
        // Half as steep it is sound.
        (vogt.a, vogt.b) = (0.02e18, 0.06e18);
        submit(one(vogt));
    }

    function test_volsFollowTheStrike() public {
        submit(_skewed());
        // k = 0: 0.2 + 0.4 (0 + 0.3) = 0.32; k = 0.4: 0.2 + 0.4 (-0.12 + 0.5) = 0.352; k = -0.4: 0.448
        assertApproxEqAbs(_vol(7 days, 0), 565685424949238019, 2);
        assertApproxEqAbs(_vol(7 days, 0.4e18), 593295878967653019, 1e3);
        assertApproxEqAbs(_vol(7 days, -0.4e18), 669328021227260872, 1e3);
    }

    function test_aSmileKeepsItsVolAsTimePasses() public {
        submit(_skewed());
        uint256 before = _vol(7 days, -0.4e18);
        skip(5 days);
        assertEq(_vol(7 days, -0.4e18), before);
    }

    function test_totalVarianceIsLinearAtEqualMoneyness() public {
        submit(_skewed());
        for (int256 k = -0.8e18; k <= 0.8e18; k += 0.2e18) {
            uint256 mean = (_total(7 days, k) + _total(28 days, k)) / 2;
            assertApproxEqRel(_total(17 days + 12 hours, k), mean, 1e3);
        }
    }

    function test_volIsFlatBeyondTheWidth() public {
        submit(_skewed());
        assertEq(_vol(7 days, 1.5e18), _vol(7 days, 1.01e18));
        assertEq(_vol(7 days, -9e18), _vol(7 days, -1.01e18));
        (uint64 most,) = surface.lastVol(MARKET, at(7 days), 0, type(uint256).max);
        assertEq(most, _vol(7 days, -1.01e18));
    }

    function test_wideningTheTermsDoesNotStretchWhatWasChecked() public {
        submit(_skewed());
        uint256 before = _vol(7 days, -3e18);
        IVolSurface.Terms memory t = terms();
        t.width = 5e18;
        surface.setTerms(MARKET, t);
        assertEq(_vol(7 days, -3e18), before);
    }

    function test_calendarArbitrageInAWingIsFound() public {
        Smile[] memory smiles = _skewed();
        (smiles[1].a, smiles[1].b) = (0.32e18, 0);
        submit(smiles);
        skip(10 minutes);
        // At the money total variance rises from one to the next, but 11 days do not cover the wing.
        smiles[1].expiry = at(11 days);
        smiles[1].a = 0.22e18;
        uint256 early = 7 days - 20 minutes;
        refuses(
            smiles,
            abi.encodeWithSelector(
                IVolSurface.CalendarArbitrage.selector,
                at(11 days),
                int256(-1e18),
                0.22e18 * (11 days - 20 minutes),
                uint256(Svi.variance(smiles[0], -1e18)) * early
            )
        );
    }

    function test_stepsAreMeasuredInTheWings() public {
        submit(_skewed());
        surface.setTerms(MARKET, terms());
        skip(10 minutes);
        Smile[] memory smiles = _skewed();
        smiles[1].rho = 0.3e18;
        refusesBy(smiles, IVolSurface.VolStep.selector);
        smiles[1].rho = -0.31e18;
        submit(smiles);
    }

    function test_parametersOutOfRangeAreNamed() public {
        _refusesParameter(Smile(0, 10_001e18, 0, 0, 0, 0), SmileParameter.A, 10_001e18, -10_000e18, 10_000e18);
        _refusesParameter(Smile(0, 0, 1001e18, 0, 0, 1e18), SmileParameter.B, 1001e18, 0, 1000e18);
        _refusesParameter(Smile(0, 0, 1e18, 1e18, 0, 1e18), SmileParameter.RHO, 1e18, -0.999e18, 0.999e18);
        _refusesParameter(Smile(0, 0, 1e18, 0, -6e18, 1e18), SmileParameter.M, -6e18, -5e18, 5e18);
        // Half the distance of nodes: 2 / 32 / 2
        _refusesParameter(
            Smile(0, 0, 1e18, 0, 0, 0.03125e18 - 1), SmileParameter.SIGMA, 0.03125e18 - 1, 0.03125e18, 10e18
        );
        _refusesParameter(Smile(0, 0, 1e18, 0, 0, 11e18), SmileParameter.SIGMA, 11e18, 0.03125e18, 10e18);
        // 2 (1 + 0.5) over a year
        _refusesParameter(Smile(0, 0, 2e18, -0.5e18, 0, 1e18), SmileParameter.WING, 3e18, 0, 2e18);
    }

    function test_theBottomBetweenTwoNodesIsInRange() public {
        // v at the nodes around m = 1/32 is above 0.01, at the bottom 0.009.
        Smile memory s = Smile(at(7 days), 0.009e18 - 0.004e18, 0.1e18, 0, 0.03125e18, 0.04e18);
        (int256 least,) = Svi.extremes(s, 1e18);
        assertEq(least, 0.009e18);
        assertGt(Svi.variance(s, 0), 0.01e18);
        refuses(
            one(s),
            abi.encodeWithSelector(
                IVolSurface.VolOutOfRange.selector, FixedPointMathLib.sqrt(0.009e36), 0.1e18, 3e18
            )
        );
    }

    /// @dev Whatever has come into force has no butterfly at a node at any time until its expiry.
    function testFuzz_anAcceptedSmileStaysSound(
        uint256 a,
        uint256 b,
        int256 rho,
        int256 m,
        uint256 sigma,
        uint256 time
    ) public {
        Smile memory s = Smile({
            expiry: at(365 days),
            a: int96(int256(bound(a, 0.01e18, 0.5e18))),
            b: uint96(bound(b, 0.01e18, 2e18)),
            rho: int64(bound(rho, -0.99e18, 0.99e18)),
            m: int96(bound(m, -0.5e18, 0.5e18)),
            sigma: uint96(bound(sigma, 0.032e18, 1e18))
        });
        Updaters.Update memory u = next(one(s));
        bytes[] memory signatures = Updaters.sign(surface, u, 2);
        try surface.updateSigned(u.market, u.smiles, u.nonce, u.deadline, signatures) {
            time = bound(time, 0, 365 days - 1);
            for (int256 k = -1e18; k <= 1e18; k += 0.0625e18) {
                (, int256 g) = Svi.durrleman(s, k, int256(time * 1e18 / 365 days));
                assertGe(g, -1e6);
            }
        } catch {}
    }

    function test_gas_updateOfFourSkewedSmiles() public {
        uint256[4] memory days_ = [uint256(7), 14, 28, 90];
        Smile[] memory smiles = new Smile[](4);
        for (uint256 i; i < 4; i++) {
            smiles[i] = Smile(at(days_[i] * 1 days), 0.2e18, 0.4e18, -0.3e18, 0, 0.3e18);
        }
        submit(smiles);
        skip(10 minutes);
        for (uint256 i; i < 4; i++) {
            smiles[i].a = 0.21e18;
        }
        Updaters.Update memory u = next(smiles);
        bytes[] memory signatures = Updaters.sign(surface, u, 2);
        vm.cool(address(surface));
        uint256 before = gasleft();
        surface.updateSigned(u.market, u.smiles, u.nonce, u.deadline, signatures);
        uint256 used = before - gasleft();
        emit log_named_uint("update of four skewed smiles over four, two signatures", used);
        assertLt(used, 3_000_000);
        before = gasleft();
        surface.lastVol(MARKET, at(20 days), 3300e18, SPOT);
        emit log_named_uint("vol of a strike between two of four smiles, warm", before - gasleft());
    }

    function _refusesParameter(Smile memory s, SmileParameter p, int256 value, int256 min, int256 max)
        private
    {
        s.expiry = uint40(block.timestamp + 365 days);
        refuses(
            one(s), abi.encodeWithSelector(IVolSurface.SmileOutOfRange.selector, s.expiry, p, value, min, max)
        );
    }

    function _skewed() private pure returns (Smile[] memory smiles) {
        smiles = new Smile[](2);
        smiles[0] = Smile(at(7 days), 0.2e18, 0.4e18, -0.3e18, 0, 0.3e18);
        smiles[1] = Smile(at(28 days), 0.22e18, 0.3e18, -0.25e18, 0.01e18, 0.4e18);
    }

    function _vol(uint256 time, int256 k) private view returns (uint256 vol) {
        uint256 strike = SPOT * uint256(FixedPointMathLib.expWad(k)) / 1e18;
        (vol,) = surface.lastVol(MARKET, at(time), strike, SPOT);
    }

    function _total(uint256 time, int256 k) private view returns (uint256) {
        uint256 vol = _vol(time, k);
        return vol * vol * (NOW + time - block.timestamp);
    }
}
