// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {MarginFixture} from "./support/MarginFixture.sol";
import {ScenarioMeter} from "./support/ScenarioMeter.sol";

/// @notice What a book costs the hub: neighbours that hold state answer for free here, parameters and mathematics do not.
/// forge-config: default.isolate = true
contract MarginGasTest is MarginFixture {
    function test_gas_assess_4() public {
        measure(4, "assess, 4 series and 33 scenarios");
    }

    function test_gas_assess_10() public {
        measure(10, "assess, 10 series and 33 scenarios");
    }

    function test_gas_assess_20() public {
        measure(20, "assess, 20 series and 33 scenarios");
    }

    function test_gas_scenarios() public {
        (uint256 gas,,) = new ScenarioMeter().worst(20);
        vm.snapshotValue("margin", "scenario engine, 20 series and 33 scenarios", gas);
        assertLt(gas, 1_000_000);
    }

    function measure(uint256 count, string memory name) private {
        for (uint256 i; i < count; i++) {
            holds(-5e18, uint128((2600 + 50 * i) * 1e18), (7 + 7 * (i % 4)) * 1 days, i % 3 == 0);
        }
        account(500_000e6, true);
        claimed(100_000e6, 40e18, 0, 0);
        mandated(heldLegs());
        provenAt(block.timestamp - 1 hours);
        engine.assess(BOOK);
        vm.snapshotGasLastCall("margin", name);
    }
}
