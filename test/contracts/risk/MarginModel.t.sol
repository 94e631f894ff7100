// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {stdJson} from "forge-std/StdJson.sol";
import {Test} from "forge-std/Test.sol";
import {MarginModel} from "gimbal/risk/MarginModel.sol";
import {Scenario, Thresholds} from "gimbal/types/Config.sol";
import {Claim, Mark, Portfolio} from "gimbal/types/Margin.sol";
import {Leg} from "gimbal/types/Mandate.sol";
import {seriesId} from "gimbal/types/SeriesId.sol";
import {Presets} from "./support/Presets.sol";

/// @notice The scenario engine against `reference/scenario-margin.ts`, and what it may never do.
contract MarginModelTest is Test {
    using stdJson for string;

    uint256 private constant NOW = 1_800_000_000;
    string private constant VECTORS = "test/contracts/risk/reference/scenario-margin.json";

    MarginModel private model = new MarginModel();
    string private json;

    function test_scenarioMarginMatchesTheReference() public {
        json = vm.readFile(VECTORS);
        uint256 count;
        for (; vm.keyExistsJson(json, _at(count, "")); count++) {
            string memory name = json.readString(_at(count, ".name"));
            (Mark memory mark, uint256 loss, uint256 liability) = model.solvency(
                _portfolio(count), _claims(count), Presets.scenarios(), Presets.thresholds(), 30 minutes
            );
            assertApproxEqAbs(mark.value, json.readInt(_at(count, ".mark")), 1e10, name);
            assertApproxEqAbs(loss, json.readUint(_at(count, ".loss")), 1e10, name);
            assertApproxEqAbs(liability, json.readUint(_at(count, ".liability")), 1e10, name);
        }
        assertEq(count, 6);
    }

    function test_P9_noInputOfABookReverts() public view {
        Portfolio memory p;
        p.spot = 3000e18;
        p.time = NOW;
        p.legs = new Leg[](6);
        p.weights = new uint256[](6);
        p.legs[0] = _leg(1, NOW + 1, false, -1e24, 0);
        p.legs[1] = _leg(type(uint128).max, NOW + 3650 days, true, 1e24, 10e18);
        p.legs[2] = _leg(3000e18, NOW, false, -1e24, 0.6e18);
        p.legs[3] = _leg(3000e18, NOW - 30 days, true, 1e24, 0.6e18);
        p.legs[4] = _leg(3000e18, NOW + 60, true, -1e24, 5e18);
        p.legs[5] = _leg(3000e18, NOW + 15 minutes, false, 1e24, 0);
        for (uint256 i; i < 6; i++) {
            p.weights[i] = i * 0.2e18;
        }
        Claim[] memory claims = new Claim[](1);
        claims[0] = Claim(-1e30, 1e26, 1e26, -1e26, 1, 1e24);
        (, uint256 loss,) = model.solvency(p, claims, Presets.scenarios(), Presets.thresholds(), 30 minutes);
        assertGt(loss, 0);
    }

    function test_greeksCountOnlyWhatHasNotRolledOff() public view {
        Portfolio memory p = _short(NOW + 10 minutes);
        p.weights[0] = 0.3e18;
        (Mark memory part,,) = _solvency(p);
        p.weights[0] = 1e18;
        (Mark memory whole,,) = _solvency(p);
        assertEq(part.value, whole.value, "the mark is whole");
        assertApproxEqAbs(part.delta, whole.delta * 3 / 10, 100);
        assertApproxEqAbs(part.gamma, whole.gamma * 3 / 10, 100);
        assertLt(whole.delta, 0);
    }

    /// @notice Beyond the scenarios: the part of the window that has passed, at moveRate standard deviations.
    function test_theWindowIsChargedAsItPasses() public view {
        Portfolio memory p = _short(NOW + 30 minutes);
        p.weights[0] = 0;
        (, uint256 first,) = _solvency(p);
        assertApproxEqAbs(first, 100 * 3000e18 * 3 / 1000, 1e6, "the short charge alone");
        p = _short(NOW + 10 minutes);
        p.weights[0] = 0;
        (, uint256 later,) = _solvency(p);
        // 4 * 0.6 * sqrt(20 minutes / 365 days) of 300,000
        assertApproxEqRel(later - first, 4_441.2e18, 1e14);
    }

    function test_aSettledSeriesIsMoneyNotRisk() public view {
        Portfolio memory p = _short(NOW + 14 days);
        p.legs = new Leg[](0);
        p.weights = new uint256[](0);
        p.settled = -7e18;
        (Mark memory mark, uint256 loss, uint256 liability) = _solvency(p);
        assertEq(mark.value, -7e18);
        assertEq(loss, 0);
        assertEq(liability, 7e18);
    }

    /// @notice A wider interval never asks for less.
    function testFuzz_P11_uncertaintyCosts(uint256 up, uint256 down, int256 base) public view {
        Claim[] memory claims = new Claim[](1);
        base = bound(base, -50e18, 100e18);
        claims[0] = Claim(90_000e18, base, 0, 0, 2900e18, 3100e18);
        Portfolio memory p = _short(NOW + 14 days);
        (Scenario[] memory s, Thresholds memory t) = (Presets.scenarios(), Presets.thresholds());
        (, uint256 sure,) = model.solvency(p, claims, s, t, 30 minutes);
        claims[0].up = int256(bound(up, 0, 50e18));
        claims[0].down = -int256(bound(down, 0, 50e18));
        (, uint256 unsure,) = model.solvency(p, claims, s, t, 30 minutes);
        // The loss is counted from low equity, which has fallen by the drag at spot.
        int256 drag = _drag(claims[0], 3000e18);
        assertGe(int256(unsure) - drag, int256(sure));
    }

    function _drag(Claim memory c, int256 spot) private pure returns (int256) {
        int256 bought = c.up * (spot - int256(c.priceHigh)) / 1e18;
        int256 sold = c.down * (spot - int256(c.priceLow)) / 1e18;
        return bought < sold ? bought : sold;
    }

    function _solvency(Portfolio memory p) private view returns (Mark memory, uint256, uint256) {
        return model.solvency(p, new Claim[](0), Presets.scenarios(), Presets.thresholds(), 30 minutes);
    }

    function _short(uint256 expiry) private pure returns (Portfolio memory p) {
        p.spot = 3000e18;
        p.time = NOW;
        p.legs = new Leg[](1);
        p.weights = new uint256[](1);
        p.weights[0] = 1e18;
        p.legs[0] = _leg(3000e18, expiry, false, -100e18, 0.6e18);
    }

    function _leg(uint256 strike, uint256 expiry, bool put, int256 size, uint256 vol)
        private
        pure
        returns (Leg memory)
    {
        return Leg(seriesId(1, uint40(expiry), uint128(strike), put), int128(size), uint64(vol), 0);
    }

    function _at(uint256 index, string memory field) private pure returns (string memory) {
        return string.concat("$[", vm.toString(index), "]", field);
    }

    function _portfolio(uint256 index) private view returns (Portfolio memory p) {
        uint256[] memory strikes = json.readUintArray(_at(index, ".strikes"));
        uint256[] memory left = json.readUintArray(_at(index, ".left"));
        bool[] memory puts = json.readBoolArray(_at(index, ".puts"));
        int256[] memory sizes = json.readIntArray(_at(index, ".sizes"));
        uint256[] memory vols = json.readUintArray(_at(index, ".vols"));
        p.spot = json.readUint(_at(index, ".spot"));
        p.time = NOW;
        p.legs = new Leg[](strikes.length);
        p.weights = new uint256[](strikes.length);
        for (uint256 i; i < strikes.length; i++) {
            p.weights[i] = 1e18;
            p.legs[i] = _leg(strikes[i], NOW + left[i], puts[i], sizes[i], vols[i]);
        }
    }

    function _claims(uint256 index) private view returns (Claim[] memory claims) {
        int256[] memory quotes = json.readIntArray(_at(index, ".quotes"));
        claims = new Claim[](quotes.length);
        for (uint256 i; i < quotes.length; i++) {
            claims[i].quote = quotes[i];
            claims[i].base = json.readIntArray(_at(index, ".bases"))[i];
            claims[i].up = json.readIntArray(_at(index, ".ups"))[i];
            claims[i].down = json.readIntArray(_at(index, ".downs"))[i];
            claims[i].priceLow = json.readUintArray(_at(index, ".lows"))[i];
            claims[i].priceHigh = json.readUintArray(_at(index, ".highs"))[i];
        }
    }
}
