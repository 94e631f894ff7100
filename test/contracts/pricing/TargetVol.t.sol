// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Test} from "forge-std/Test.sol";
import {HedgeTarget} from "gimbal/pricing/HedgeTarget.sol";
import {TargetVol} from "gimbal/pricing/TargetVol.sol";
import {SettlementTerms} from "gimbal/types/Config.sol";
import {Leg} from "gimbal/types/Mandate.sol";
import {seriesId} from "gimbal/types/SeriesId.sol";

contract TargetVolTest is Test {
    uint256 private constant NOW = 1_700_000_000;
    SettlementTerms private terms = SettlementTerms(1800, 30, 3600);

    /// @dev Against test/vectors/target-vols.csv, in 1e-27.
    function test_P13_factorsAgreeWithTheReference() public view {
        string[] memory lines = vm.split(vm.readFile("test/vectors/target-vols.csv"), "\n");
        assertEq(lines[0], "costRate,riskAversion,gamma,grossGamma,spot,factor");
        for (uint256 i = 1; i <= 120; i++) {
            string[] memory f = vm.split(lines[i], ",");
            uint256 m = TargetVol.factor(
                vm.parseUint(f[0]),
                vm.parseUint(f[1]),
                vm.parseInt(f[2]),
                vm.parseUint(f[3]),
                vm.parseUint(f[4])
            );
            assertApproxEqAbs(m * 1e9, vm.parseUint(f[5]), 1e12, lines[i]);
        }
    }

    function test_itIsOneWithoutCostAversionGammaOrSpot() public pure {
        assertEq(TargetVol.factor(0, 1e14, 0.07e18, 0.07e18, 3000e18), 1e18);
        assertEq(TargetVol.factor(0.001e18, 0, 0.07e18, 0.07e18, 3000e18), 1e18);
        assertEq(TargetVol.factor(0.001e18, 1e14, 0, 0.07e18, 3000e18), 1e18);
        assertEq(TargetVol.factor(0.001e18, 1e14, 0, 0, 3000e18), 1e18);
        assertEq(TargetVol.factor(0.001e18, 1e14, 0.07e18, 0.07e18, 0), 1e18);
    }

    function testFuzz_neverRevertsAndStaysWithinAHalfAndTwo(
        uint256 costRate,
        uint256 aversion,
        int256 gamma,
        uint256 gross,
        uint256 spot
    ) public pure {
        uint256 m = TargetVol.factor(costRate, aversion, gamma, gross, spot);
        assertLe(0.5e18, m);
        assertLe(m, 2e18);
        if (gamma > 0) assertGe(m, 1e18);
        if (gamma < 0) assertLe(m, 1e18);
    }

    function testFuzz_itRisesWithCostAndAversionWhenShort(uint256 costRate, uint256 aversion, uint256 more)
        public
        pure
    {
        costRate = bound(costRate, 0, 0.05e18);
        aversion = bound(aversion, 0, 1e18);
        more = bound(more, 1e18, 100e18);
        uint256 m = TargetVol.factor(costRate, aversion, 0.07e18, 0.07e18, 3000e18);
        assertGe(TargetVol.factor(costRate * more / 1e18, aversion, 0.07e18, 0.07e18, 3000e18), m);
        assertGe(TargetVol.factor(costRate, aversion * more / 1e18, 0.07e18, 0.07e18, 3000e18), m);
    }

    /// @dev Of one sold call Gamma is G, of one held -G; the same book counts its parts without their signs.
    function test_itIsTheFactorOfTheWholeBook() public view {
        Leg[] memory legs = _book();
        (, int256 gamma) = HedgeTarget.ofLegs(legs, 3000e18, NOW, terms);
        uint256 gross;
        for (uint256 i; i < legs.length; i++) {
            Leg[] memory one = new Leg[](1);
            one[0] = legs[i];
            (, int256 part) = HedgeTarget.ofLegs(one, 3000e18, NOW, terms);
            gross += uint256(part < 0 ? -part : part);
        }
        uint256 m = TargetVol.factor(0.002e18, 0.0002e18, gamma, gross, 3000e18);
        assertGt(m, 1.01e18);
        TargetVol.apply_(legs, 0.0002e18, 0.002e18, 3000e18, NOW, terms);
        assertApproxEqAbs(legs[0].vol, 0.6e18 * m / 1e18, 10);
        assertApproxEqAbs(legs[1].vol, 0.55e18 * m / 1e18, 10);
        assertApproxEqAbs(legs[2].vol, 0.7e18 * m / 1e18, 10);
        assertEq(legs[1].size, 20e18);
    }

    function test_aVolBeyondItsFieldSaturates() public view {
        Leg[] memory legs = _book();
        legs[0].vol = type(uint64).max;
        legs[1].size = -20e18;
        TargetVol.apply_(legs, 1e30, 100e18, 3000e18, NOW, terms);
        assertEq(legs[0].vol, type(uint64).max);
        TargetVol.apply_(new Leg[](0), 1e14, 0.001e18, 3000e18, NOW, terms);
    }

    function _book() private pure returns (Leg[] memory legs) {
        legs = new Leg[](3);
        legs[0] = Leg(seriesId(1, uint40(NOW + 30 days), 3000e18, false), -100e18, 0.6e18, 0);
        legs[1] = Leg(seriesId(1, uint40(NOW + 10 days), 2800e18, true), 20e18, 0.55e18, 0);
        legs[2] = Leg(seriesId(1, uint40(NOW + 60 days), 3600e18, false), -30e18, 0.7e18, 0);
    }
}
