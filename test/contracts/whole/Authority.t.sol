// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {Desk} from "../base/Desk.sol";
import {Roles} from "../base/Roles.sol";
import {Updaters} from "../base/Updaters.sol";

/// @notice Who has power over the deployed whole.
contract AuthorityTest is Desk {
    string[14] private hubOnly = [
        "RiskSteward",
        "Guardian",
        "RiskParameters",
        "VolSurface",
        "MarginModel",
        "MarginEngine",
        "GammaLimit",
        "Books",
        "Clearing",
        "Settlement",
        "AllocationBook",
        "BodyBuilder",
        "MandateBook",
        "Funding"
    ];
    string[5] private everywhere =
        ["HedgeTransport", "OracleRouter", "SpokeControl", "SpokeVault", "HedgeExecutor"];

    function test_P12_theTimelockIsTheOnlyAdmin() public view {
        for (uint256 i; i < chains.length; i++) {
            AccessManager manager = at[chains[i]].manager;
            address[4] memory others = [address(this), relayer, Updaters.addresses()[0], guardian];
            for (uint256 j; j < others.length; j++) {
                (bool isAdmin,) = manager.hasRole(0, others[j]);
                assertFalse(isAdmin);
            }
            (bool timelock,) = manager.hasRole(0, address(at[chains[i]].timelock));
            assertTrue(timelock);
        }
    }

    function test_P12_onlyTheTimelockUpgrades() public {
        for (uint256 i; i < chains.length; i++) {
            for (uint256 j; j < everywhere.length; j++) {
                _refusesUpgrades(chains[i], everywhere[j]);
            }
        }
        for (uint256 j; j < hubOnly.length; j++) {
            _refusesUpgrades(HUB, hubOnly[j]);
        }
        _refusesUpgrades(HUB, "HubBridge");
        _refusesUpgrades(EAST, "SpokeBridge");
        _refusesUpgrades(EAST, "BridgedQuote");
    }

    function _refusesUpgrades(uint64 chain, string memory name) private {
        UUPSUpgradeable proxy = UUPSUpgradeable(addressOf(chain, name));
        address next = newCode(name);
        address[4] memory others = [address(this), relayer, guardian, address(hub.parameters)];
        for (uint256 i; i < others.length; i++) {
            vm.prank(others[i]);
            vm.expectRevert(
                abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, others[i])
            );
            proxy.upgradeToAndCall(next, "");
        }
        vm.prank(address(at[chain].timelock));
        proxy.upgradeToAndCall(next, "");
    }

    function test_everyHolderHasWhatTheTableGivesAndNoMore() public view {
        string memory json = Roles.table();
        (bool trades,) = at[EAST].manager.hasRole(Roles.id(json, "RELAYER"), relayer);
        (bool spends,) = at[HUB].manager.hasRole(Roles.id(json, "FUNDING"), address(hub.funding));
        (bool lends,) = at[EAST].manager.hasRole(Roles.id(json, "EXECUTOR"), relayer);
        (bool speaks,) = at[EAST].manager.hasRole(Roles.id(json, "TRANSPORT"), address(at[HUB].transport));
        assertTrue(trades && spends);
        assertFalse(lends || speaks);
    }
}
