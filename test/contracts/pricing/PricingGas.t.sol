// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Test} from "forge-std/Test.sol";
import {LibSort} from "solady/utils/LibSort.sol";
import {HedgeTarget} from "gimbal/pricing/HedgeTarget.sol";
import {LadderBuilder} from "gimbal/pricing/LadderBuilder.sol";
import {HedgeBand, SettlementTerms} from "gimbal/types/Config.sol";
import {Ladder, Leg} from "gimbal/types/Mandate.sol";
import {seriesId} from "gimbal/types/SeriesId.sol";
import {PricingMeter} from "./support/PricingMeter.sol";

/// @notice What pricing costs, medians over the 216 points of test/vectors where there are any.
contract PricingGasTest is Test {
    uint256 private constant NOW = 1_700_000_000;
    SettlementTerms private terms = SettlementTerms(1800, 30, 3600);
    PricingMeter private meter = new PricingMeter();

    function test_gas_priceAndGreeksOverTheGrid() public {
        (uint256[4][] memory points) = _grid();
        uint256[] memory flat = new uint256[](points.length);
        uint256[] memory carried = new uint256[](points.length);
        for (uint256 i; i < points.length; i++) {
            uint256[4] memory p = points[i];
            (flat[i],) = meter.quote(p[0], p[1], p[2], p[3], 0, 0);
            (carried[i],) = meter.quote(p[0], p[1], p[2], p[3], 0.05e18, 0.02e18);
        }
        vm.snapshotValue("pricing", "price and four greeks, r = q = 0, median", _median(flat));
        vm.snapshotValue("pricing", "price and four greeks, median", _median(carried));
        assertLt(_median(flat), 2500);
        assertLt(_median(carried), 3300);
    }

    /// @dev Sixteen series beyond storage reads: of four expiries unless in pairs or all settling.
    function test_gas_target() public {
        uint256 window = NOW + 7 days - 900;
        _target("16 calls", false, 4, NOW);
        _target("16 calls, four settling", false, 4, window);
        _target("16 calls, all settling", false, 16, window);
        _target("16 calls, four settled", false, 4, NOW + 7 days);
        _target("16 series in pairs of call and put", true, 4, NOW);
        _target("16 series in pairs of call and put, eight settling", true, 4, window);
        _target("16 series in pairs of call and put, all settling", true, 8, window);
    }

    /// @dev Whole: what a spoke computes beyond storage and calldata.
    function test_gas_evaluation() public {
        (uint256 plain,,,) = meter.evaluation(false, 4, NOW);
        (uint256 settling,,,) = meter.evaluation(false, 4, NOW + 7 days - 900);
        vm.snapshotValue("pricing", "target, gamma and band of 16 calls", plain);
        vm.snapshotValue("pricing", "target, gamma and band of 16 calls, four settling", settling);
        emit log_named_uint("target, gamma and band of 16 calls", plain);
        emit log_named_uint("target, gamma and band of 16 calls, four settling", settling);
    }

    function test_gas_band() public {
        (uint256 gas,,) = meter.band(0.0005e18, 0.5e18, 0.00013e18, 0.077e18, 3000e18);
        vm.snapshotValue("pricing", "band", gas);
        emit log_named_uint("band", gas);
        assertLt(gas, 2200);
        _endingBand("band of a book that ends, with its limits", 0.5e18, 0.03e18);
        _endingBand("band of a book that ends in two hours, at its cap", 0.5e18, 0.0001e18);
        _endingBand("band of a book that ends, without fixed cost", 0, 0.03e18);
    }

    function test_gas_variance() public {
        (uint256 gas,) = meter.variance();
        vm.snapshotValue("pricing", "variance left of a series, 16 series of four expiries", gas / 16);
        emit log_named_uint("variance left of a series, 16 series of four expiries", gas / 16);
    }

    /// @dev Of 17 nodes and the 16 middles where the error bound is sampled.
    function test_gas_row() public {
        (uint256 gas,,) = meter.row();
        vm.snapshotValue(
            "pricing", "ladder, a series at a spot, 16 series and 17 nodes with their middles", gas / 528
        );
        assertLt(gas / 528, 700);
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

    function _target(string memory list, bool pairs, uint256 strikes, uint256 time) private {
        (uint256 gas,,,) = meter.target(pairs, strikes, time);
        string memory name = string.concat("target, gamma and variance left of a series, ", list);
        vm.snapshotValue("pricing", name, gas / 16);
        emit log_named_uint(name, gas / 16);
        assertLt(gas, 16_000);
    }

    function _endingBand(string memory name, uint128 fixedCost, uint256 left) private {
        HedgeBand memory band = HedgeBand(10e18, 0.0005e18, fixedCost, 0.05e18, 100e18, 0.25e18);
        (uint256 gas,,) = meter.endingBand(band, 0.00013e18, 0.077e18, 80e18, left);
        vm.snapshotValue("pricing", name, gas);
        emit log_named_uint(name, gas);
        assertLt(gas, 2200);
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
