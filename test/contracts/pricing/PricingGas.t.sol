// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Test} from "forge-std/Test.sol";
import {LibSort} from "solady/utils/LibSort.sol";
import {BlackScholes} from "gimbal/pricing/BlackScholes.sol";
import {HedgeBands} from "gimbal/pricing/HedgeBands.sol";
import {HedgeTarget} from "gimbal/pricing/HedgeTarget.sol";
import {LadderBuilder} from "gimbal/pricing/LadderBuilder.sol";
import {SettlementTerms} from "gimbal/types/Config.sol";
import {Ladder, Leg} from "gimbal/types/Mandate.sol";
import {seriesId} from "gimbal/types/SeriesId.sol";

/// @notice What pricing costs, medians over the 216 points of test/vectors where there are any.
contract PricingGasTest is Test {
    uint256 private constant NOW = 1_700_000_000;
    SettlementTerms private terms = SettlementTerms(1800, 30, 3600);

    function test_gas_priceAndGreeksOverTheGrid() public {
        (uint256[4][] memory points) = _grid();
        uint256[] memory flat = new uint256[](points.length);
        uint256[] memory carried = new uint256[](points.length);
        uint256[] memory delta = new uint256[](points.length);
        for (uint256 i; i < points.length; i++) {
            uint256[4] memory p = points[i];
            uint256 before = gasleft();
            BlackScholes.evaluate(p[0], p[1], p[2], p[3], 0, 0, false);
            flat[i] = before - gasleft();
            before = gasleft();
            BlackScholes.evaluate(p[0], p[1], p[2], p[3], 0.05e18, 0.02e18, false);
            carried[i] = before - gasleft();
            before = gasleft();
            BlackScholes.deltaGamma(p[0], p[1], p[2], p[3], 0, 0, false);
            delta[i] = before - gasleft();
        }
        vm.snapshotValue("pricing", "price and four greeks, r = q = 0, median", _median(flat));
        vm.snapshotValue("pricing", "price and four greeks, median", _median(carried));
        vm.snapshotValue("pricing", "delta and gamma, r = q = 0, median", _median(delta));
        assertLt(_median(flat), 8000);
    }

    function test_gas_targetOfFiveSeries() public {
        Leg[] memory legs = _legs(5);
        uint256 before = gasleft();
        HedgeTarget.ofLegs(legs, 3050e18, NOW, terms);
        vm.snapshotValue("pricing", "target of five series", before - gasleft());
    }

    function test_gas_band() public {
        uint256 before = gasleft();
        HedgeBands.optimum(0.0005e18, 0.5e18, 0.00013e18, 0.077e18, 3000e18);
        vm.snapshotValue("pricing", "band", before - gasleft());
    }

    function test_gas_ladder() public {
        Leg[] memory legs = _legs(20);
        uint256 before = gasleft();
        Ladder memory l = LadderBuilder.build(legs, 3000e18, NOW, terms, 6 hours);
        vm.snapshotValue("pricing", "ladder of twenty series, built with its bound", before - gasleft());
        before = gasleft();
        (,, bool inside) = HedgeTarget.ofLadder(l, 3050e18, NOW + 600);
        vm.snapshotValue("pricing", "ladder, read", before - gasleft());
        assertTrue(inside);
    }

    function _legs(uint256 count) private pure returns (Leg[] memory legs) {
        legs = new Leg[](count);
        for (uint256 i; i < count; i++) {
            legs[i] = Leg(
                seriesId(1, uint40(NOW + (1 + i % 4) * 7 days), uint128(2600e18 + i * 50e18), i % 2 == 1),
                -10e18,
                0.6e18,
                0
            );
        }
    }

    function _grid() private view returns (uint256[4][] memory points) {
        string[] memory lines = vm.split(vm.readFile("test/vectors/black-scholes/grid.csv"), "\n");
        points = new uint256[4][](216);
        for (uint256 i; i < 216; i++) {
            string[] memory f = vm.split(lines[i + 1], ",");
            for (uint256 j; j < 4; j++) {
                points[i][j] = vm.parseUint(f[j]);
            }
        }
    }

    function _median(uint256[] memory values) private pure returns (uint256) {
        LibSort.insertionSort(values);
        return values[values.length / 2];
    }
}
