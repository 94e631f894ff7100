// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Guardian} from "gimbal/governance/Guardian.sol";
import {RiskSteward} from "gimbal/governance/RiskSteward.sol";
import {IGuardian} from "gimbal/interfaces/IGuardian.sol";
import {IRiskSteward} from "gimbal/interfaces/IRiskSteward.sol";
import {Change} from "gimbal/types/Parameter.sol";
import {Roles} from "../base/Roles.sol";
import {RiskFixture} from "../risk/support/RiskFixture.sol";

/// @notice The real steward and guardian over the real parameters and rules, with the roles of the table.
abstract contract StepFixture is RiskFixture {
    RiskSteward internal steward;
    Guardian internal keeper;
    address internal council = makeAddr("council");
    address internal watch = makeAddr("watch");
    address internal anyone = makeAddr("anyone");

    function setUp() public virtual override {
        super.setUp();
        RiskSteward.Init memory init =
            RiskSteward.Init(address(parameters), IRiskSteward.Terms(1 hours, 2 days), 30 minutes);
        steward = RiskSteward(
            deploy(
                address(new RiskSteward()), abi.encodeCall(RiskSteward.initialize, (address(manager), init))
            )
        );
        Guardian.Init memory terms =
            Guardian.Init(address(parameters), address(steward), IGuardian.Terms(1 days, 2 days, 4 days));
        keeper = Guardian(
            deploy(address(new Guardian()), abi.encodeCall(Guardian.initialize, (address(manager), terms)))
        );
        rules.setActors(address(steward), address(keeper));
        string memory table = Roles.table();
        Roles.assign(manager, table, "RiskSteward", address(steward));
        Roles.assign(manager, table, "Guardian", address(keeper));
        Roles.grant(manager, table, "RiskSteward", address(steward));
        Roles.grant(manager, table, "Guardian", address(keeper));
        Roles.grant(manager, table, "key:council", council);
        Roles.grant(manager, table, "key:guardian", watch);
    }

    function propose(Change[] memory changes, bytes32 salt) internal returns (bytes32) {
        vm.prank(council);
        return steward.propose(changes, salt);
    }

    /// @notice Proposes and carries out as soon as it may be.
    function step(Change[] memory changes, bytes32 salt) internal {
        propose(changes, salt);
        vm.warp(block.timestamp + 1 hours);
        vm.prank(anyone);
        steward.execute(changes, salt);
    }
}
