// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Test} from "forge-std/Test.sol";
import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";

/// @notice Proxies under a real AccessManager whose admin is the test.
abstract contract Proxies is Test {
    AccessManager internal manager = new AccessManager(address(this));

    function proxy(address implementation, bytes memory initializer) internal returns (address payable) {
        return payable(address(new ERC1967Proxy(implementation, initializer)));
    }

    /// @notice Lets only `caller` (and not the admin) call `selector` of `target`.
    function allow(address caller, address target, bytes4 selector, uint64 role) internal {
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = selector;
        manager.setTargetFunctionRole(target, selectors, role);
        manager.grantRole(role, caller, 0);
    }
}
